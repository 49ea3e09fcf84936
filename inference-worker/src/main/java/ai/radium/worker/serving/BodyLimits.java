package ai.radium.worker.serving;

import ai.radium.worker.engine.EngineRefusal;
import io.grpc.Context;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How much memory requests may take while they arrive: each by itself, and the large ones together. A call that goes
 * beyond is closed while its body still comes, so what is refused was never whole in memory. It sees the bytes as a tracer
 * and the call as an interceptor; a server needs it as both.
 */
public final class BodyLimits extends ServerStreamTracer.Factory implements ServerInterceptor {
    /** The edge takes 16 MiB; escapes and the other fields come on top. */
    public static final int LARGEST = 20 * 1024 * 1024;

    /** Of every call; not counted, for it is what most calls need. */
    private static final int FREE = 64 * 1024;

    private static final long BYTES_PER_TOKEN = 256;
    private static final long OTHER_FIELDS = 256 * 1024;
    private static final Context.Key<Body> BODY = Context.key("radium-body");

    private final int contextLength;
    private final long largest;
    private final long budget;
    private final AtomicLong held = new AtomicLong();

    private BodyLimits(int contextLength, long largest, long budget) {
        this.contextLength = contextLength;
        this.largest = Math.min(largest, Math.min(LARGEST, budget + FREE));
        this.budget = budget;
    }

    /** @param budget bytes that large requests may have together, what each has for free apart */
    public static BodyLimits ofPrompts(int contextLength, long budget) {
        return new BodyLimits(contextLength, BYTES_PER_TOKEN * contextLength + OTHER_FIELDS, budget);
    }

    /** Where a request is many texts, or the context is not known. */
    public static BodyLimits ofAnything(long budget) {
        return new BodyLimits(0, LARGEST, budget);
    }

    /** Bytes that count against the budget. */
    public long held() {
        return held.get();
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new Body(method);
    }

    @Override
    public <Q, T> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, T> call, Metadata headers, ServerCallHandler<Q, T> next) {
        Body body = BODY.get();
        body.call = call;
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            @Override
            public void onMessage(Q message) {
                if (!body.refused) {
                    super.onMessage(message);
                }
            }

            @Override
            public void onHalfClose() {
                if (!body.refused) {
                    body.release(); // from here on its memory is the run's, see RequestMemory
                    super.onHalfClose();
                }
            }
        };
    }

    private boolean take(long bytes) {
        if (held.addAndGet(bytes) <= budget) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    /** Told of bytes on the transport's thread; they are asked for only after the interceptor ran. */
    private final class Body extends ServerStreamTracer {
        private final String method;
        private final AtomicLong counted = new AtomicLong();
        private volatile @Nullable ServerCall<?, ?> call; // until the interceptor ran
        private long bytes;
        private volatile boolean refused; // what goes beyond with its last bytes is whole, and goes no further

        Body(String method) {
            this.method = method;
        }

        @Override
        public Context filterContext(Context context) {
            return context.withValue(BODY, this);
        }

        @Override
        public void inboundWireSize(long more) {
            bytes += more;
            long counts = Math.max(0, bytes - FREE) - counted.get();
            if (refused || counts <= 0) {
                return;
            }
            if (bytes > largest) {
                refuse(Refusals.invalid(tooLarge()));
            } else if (take(counts)) {
                counted.addAndGet(counts);
            } else {
                refuse(Refusals.outOfMemory());
            }
        }

        @Override
        public void streamClosed(Status status) {
            release();
        }

        private void release() {
            held.addAndGet(-counted.getAndSet(0));
        }

        private void refuse(StatusRuntimeException refusal) {
            refused = true;
            release();
            if (call != null) {
                Refusals.close(call, refusal);
            }
        }

        private EngineRefusal tooLarge() {
            String why = "the request has more than " + largest
                    + " bytes, which is all that this replica's context and memory have room for: shorten it";
            if (method.endsWith("/Embed")) {
                return EngineRefusal.invalid("input", why);
            }
            return contextLength == 0
                    ? EngineRefusal.invalid("messages", why)
                    : EngineRefusal.tooLong("messages", contextLength, why);
        }
    }
}
