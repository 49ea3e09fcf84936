package ai.radium.worker.serving;

import ai.radium.contracts.worker.v1.Accepted;
import ai.radium.contracts.worker.v1.Delta;
import ai.radium.contracts.worker.v1.Error;
import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.Finished;
import ai.radium.contracts.worker.v1.PrefillDone;
import ai.radium.contracts.worker.v1.Timings;
import ai.radium.worker.engine.EngineEvent;
import ai.radium.worker.engine.EngineFinish;
import java.util.concurrent.TimeUnit;

/** The engine's events in the protocol's words. */
final class Events {
    private Events() {}

    static Event accepted(int queuePosition) {
        return Event.newBuilder()
                .setAccepted(Accepted.newBuilder().setQueuePosition(queuePosition))
                .build();
    }

    static Event prefillDone(EngineEvent.Prefilled prefilled, long nanosSinceArrival) {
        return Event.newBuilder()
                .setPrefillDone(PrefillDone.newBuilder()
                        .setTtftUs(TimeUnit.NANOSECONDS.toMicros(nanosSinceArrival))
                        .setPromptTokens(prefilled.promptTokens())
                        .setCachedTokens(prefilled.cachedTokens()))
                .build();
    }

    static Event delta(EngineEvent.Piece piece) {
        return Event.newBuilder()
                .setDelta(Delta.newBuilder()
                        .setText(piece.text())
                        .setReasoning(piece.reasoning())
                        .setToolCalls(piece.toolCalls())
                        .setLogprobs(piece.logprobs())
                        .setCompletionTokens(piece.completionTokens()))
                .build();
    }

    static Event finished(EngineFinish finish, long queuedNanos) {
        return Event.newBuilder()
                .setFinished(Finished.newBuilder()
                        .setReason(finish.reason())
                        .setPromptTokens(finish.promptTokens())
                        .setCompletionTokens(finish.completionTokens())
                        .setCachedTokens(finish.cachedTokens())
                        .setTimings(Timings.newBuilder()
                                .setQueueUs(TimeUnit.NANOSECONDS.toMicros(queuedNanos))
                                .setPrefillUs(finish.prefillMicros())
                                .setDecodeUs(finish.decodeMicros())))
                .build();
    }

    static Event error(String code, boolean retryable, String message, String param) {
        return Event.newBuilder()
                .setError(Error.newBuilder()
                        .setCode(code)
                        .setRetryable(retryable)
                        .setMessage(message)
                        .setParam(param))
                .build();
    }
}
