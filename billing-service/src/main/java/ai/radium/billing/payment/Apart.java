package ai.radium.billing.payment;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Blocking work on a virtual thread that knows nothing of the request's transaction: what it commits stays, whatever becomes
 * of the request. (A worker thread of Quarkus' own pool would carry the request's context, and so its session.)
 */
public final class Apart {
    private Apart() {}

    /** Its result, or what it throws, comes back on the request's own context. */
    public static <T> Uni<T> call(Supplier<? extends T> work) {
        return Uni.createFrom().deferred(() -> {
            Context request = Objects.requireNonNull(Vertx.currentContext(), "a request runs on a Vert.x context");
            return Uni.createFrom()
                    .<T>item(work)
                    .runSubscriptionOn(Thread.ofVirtual()::start)
                    .emitOn(task -> request.runOnContext(ignored -> task.run()));
        });
    }
}
