package ai.radium.kit.life;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.function.Supplier;

/** Work that blocks or takes long, on a worker thread instead of the request's event loop. */
public final class OffLoop {
    private OffLoop() {}

    /** Its result, or what it throws, comes back on the request's own context: the only one on which its session works. */
    public static <T> Uni<T> call(Supplier<? extends T> work) {
        return Uni.createFrom().deferred(() -> {
            Context request = Objects.requireNonNull(Vertx.currentContext(), "a request runs on a Vert.x context");
            return Uni.createFrom()
                    .<T>item(work)
                    .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                    .emitOn(task -> request.runOnContext(ignored -> task.run()));
        });
    }
}
