package ai.radium.worker.serving;

import ai.radium.worker.engine.AdapterRefusal;
import ai.radium.worker.engine.EngineFailure;
import ai.radium.worker.engine.EngineRefusal;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;

/** Refusals, mostly before there is an answer, as gRPC statuses with their trailers. */
final class Refusals {
    static final Metadata.Key<String> PARAM = key("radium-param");
    static final Metadata.Key<String> CODE = key("radium-code");
    static final Metadata.Key<String> RETRY_AFTER = key("retry-after");

    static final String QUEUE_FULL = "queue_full";

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private Refusals() {}

    static StatusRuntimeException invalid(EngineRefusal refusal) {
        Metadata trailers = new Metadata();
        trailers.put(CODE, refusal.code());
        trailers.put(PARAM, refusal.param());
        return Status.INVALID_ARGUMENT.withDescription(refusal.explanation()).asRuntimeException(trailers);
    }

    static StatusRuntimeException adapter(AdapterRefusal refusal) {
        Status status = switch (refusal.reason()) {
            case INVALID -> Status.INVALID_ARGUMENT;
            case OTHER_WEIGHTS -> Status.ALREADY_EXISTS;
            case NO_ROOM -> Status.RESOURCE_EXHAUSTED;
            case BUSY -> Status.UNAVAILABLE;
        };
        Metadata trailers = new Metadata();
        trailers.put(PARAM, refusal.param());
        return status.withDescription(refusal.explanation()).asRuntimeException(trailers);
    }

    static StatusRuntimeException queueFull(Duration predictedWait) {
        Duration wait = predictedWait.compareTo(LONGEST_WAIT) < 0 ? predictedWait : LONGEST_WAIT;
        return Status.RESOURCE_EXHAUSTED
                .withDescription("every place in the queue is taken")
                .asRuntimeException(trailers(QUEUE_FULL, Math.ceilDiv(wait.toMillis(), 1000)));
    }

    static StatusRuntimeException outOfMemory() {
        return Status.RESOURCE_EXHAUSTED
                .withDescription("large requests have all the memory that there is for them")
                .asRuntimeException(trailers("out_of_memory", 1));
    }

    static StatusRuntimeException draining() {
        return Status.UNAVAILABLE
                .withDescription("this replica takes no more work")
                .asRuntimeException(trailers("draining", 1));
    }

    static StatusRuntimeException engineDown() {
        return Status.UNAVAILABLE
                .withDescription("the engine is not running")
                .asRuntimeException(trailers(EngineFailure.CRASHED, 1));
    }

    /** Of a call that has been answered in part. */
    static StatusRuntimeException slowReader() {
        Metadata trailers = new Metadata();
        trailers.put(CODE, SlowReader.CODE);
        return Status.ABORTED.withDescription(SlowReader.EXPLANATION).asRuntimeException(trailers);
    }

    /** For a call that has not reached its service. */
    static void close(ServerCall<?, ?> call, StatusRuntimeException refusal) {
        Metadata trailers = refusal.getTrailers();
        call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
    }

    private static Metadata trailers(String code, long retryAfterSeconds) {
        Metadata trailers = new Metadata();
        trailers.put(CODE, code);
        trailers.put(RETRY_AFTER, Long.toString(Math.max(1, retryAfterSeconds)));
        return trailers;
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
