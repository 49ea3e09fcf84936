package ai.radium.kit.database;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Work that ends for its caller in time, whether the database answers or not, and that is never cancelled: a caller who
 * leaves would cut it off between two statements, and its connection would go back to the pool with the rest of the work
 * still coming. Work past its time is not begun and not committed.
 */
final class Deadline {
    private final long end;
    private final Duration limit;

    Deadline(Duration limit) {
        this.limit = limit;
        this.end = System.nanoTime() + limit.toNanos();
    }

    /** The work's outcome, or a {@link TimeoutException} when it has none in time. */
    <T> Uni<T> whole(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(outcome -> {
            Vertx vertx = Objects.requireNonNull(Vertx.currentContext(), "sessions belong to event loops")
                    .owner();
            long timer = vertx.setTimer(limit.toMillis(), ignored -> outcome.fail(late()));
            work.get()
                    .onTermination()
                    .invoke(() -> vertx.cancelTimer(timer))
                    .subscribe()
                    .with(outcome::complete, outcome::fail);
        });
    }

    /** A step inside the transaction: refused when there is no time left, before or after it. */
    <T> Uni<T> step(Supplier<Uni<T>> work) {
        return onTime().chain(() -> work.get()).call(this::onTime);
    }

    private Uni<Void> onTime() {
        return System.nanoTime() - end < 0
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().failure(late());
    }

    private TimeoutException late() {
        return new TimeoutException("the database did not answer within " + limit);
    }
}
