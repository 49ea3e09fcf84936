package ai.radium.kit.database;

import ai.radium.kit.database.Holder.Kind;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Lets work with the database begin when its holder's turn comes; while it waits it has no connection. */
@Startup // settings that are not possible end the start
@Singleton
class Turns {
    private final Places places;

    Turns(
            DatabaseConfig config,
            @ConfigProperty(name = "quarkus.datasource.reactive.max-size") int connections,
            MeterRegistry meters) {
        places = new Places(connections, config.accountSharePercent(), config.accountWaitingRequests());
        Arrays.stream(Kind.values())
                .forEach(kind -> Gauge.builder("radium.database.waiting.requests", places, all -> all.waiting(kind))
                        .description("work that waits for its turn at the database")
                        .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                        .register(meters));
    }

    /**
     * The turn ends with the work and not with the caller's patience, since work past its time holds its connection on.
     *
     * @return fails with a timeout when the turn does not come in time, UNAVAILABLE when too many wait already
     */
    <T> Uni<T> whileOn(Holder holder, Deadline deadline, Supplier<Uni<T>> work) {
        return turn(holder, deadline)
                .chain(() -> Uni.createFrom()
                        .deferred(() -> deadline.begin(work))
                        .onTermination()
                        .invoke(() -> places.release(holder)));
    }

    private Uni<Holder> turn(Holder holder, Deadline deadline) {
        return Uni.createFrom().emitter(outcome -> {
            Context context = Objects.requireNonNull(Vertx.currentContext(), "sessions belong to event loops");
            Runnable come = () -> context.runOnContext(ignored -> outcome.complete(holder));
            switch (places.take(holder, come)) {
                case HELD -> outcome.complete(holder);
                case FULL ->
                    outcome.fail(new ProblemException(
                            CommonProblem.UNAVAILABLE, "Too many requests of this account wait for an answer"));
                case WAITS -> {
                    long timer = context.owner().setTimer(deadline.millisLeft(), ignored -> {
                        if (places.giveUp(holder, come)) {
                            outcome.fail(deadline.late());
                        }
                    });
                    outcome.onTermination(() -> context.owner().cancelTimer(timer));
                }
            }
        });
    }
}
