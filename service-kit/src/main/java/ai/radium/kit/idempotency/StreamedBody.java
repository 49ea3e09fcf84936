package ai.radium.kit.idempotency;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Objects;

/** What stands for a body that was read before its method was called, and that no parameter of the method holds. */
public final class StreamedBody {
    private static final String HASH = "radium.streamed-body";
    private static final byte[] NONE = {};

    private StreamedBody() {}

    /** The body of the request at hand is this, for whoever asks whether it was sent before. */
    public static void is(byte[]... parts) {
        Objects.requireNonNull(Vertx.currentContext(), "a request runs on a Vert.x context")
                .putLocal(HASH, IdempotencyKey.sha256(parts));
    }

    /** Empty when the body is in the method's parameters. */
    static byte[] hash() {
        Context context = Vertx.currentContext();
        byte[] hash = context != null && VertxContext.isDuplicatedContext(context) ? context.getLocal(HASH) : null;
        return hash == null ? NONE : hash;
    }
}
