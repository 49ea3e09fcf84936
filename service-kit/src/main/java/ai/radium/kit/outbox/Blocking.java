package ai.radium.kit.outbox;

import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/**
 * The one bridge from a virtual thread to Hibernate Reactive, which runs on an event loop only. For reconcilers and
 * other loops of our own; requests and consumers return their {@link Uni}.
 */
public final class Blocking {
    private Blocking() {}

    /** Runs the pipeline on an event loop and waits; its failure is thrown as it is. Never call it on an event loop. */
    public static <T> T await(Supplier<Uni<T>> pipeline) {
        try {
            return VertxContextSupport.subscribeAndAwait(pipeline);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable checked) { // subscribeAndAwait declares Throwable
            throw new IllegalStateException(checked);
        }
    }
}
