package ai.radium.contracts.worker;

import io.netty.buffer.ByteBuf;

/**
 * Takes the events of one generation as they are read. Spans are offsets into {@code bytes} and valid during the call
 * only; a length of 0 means absent.
 */
public interface EventSink {
    void accepted(int queuePosition);

    void prefillDone(long ttftMicros, int cachedTokens, int promptTokens);

    /**
     * @param tokens number of token ids that the delta names
     * @param completionTokens generated so far; 0 = not counted by the engine
     */
    void delta(
            ByteBuf bytes,
            int text,
            int textLength,
            int reasoning,
            int reasoningLength,
            int toolCalls,
            int toolCallsLength,
            int logprobs,
            int logprobsLength,
            int tokens,
            int completionTokens);

    void finished(Finish finish);

    void failed(String code, boolean retryable, String message, String param);

    /** The engine's own count of an ended generation; times in microseconds. */
    record Finish(
            String reason,
            int promptTokens,
            int completionTokens,
            int cachedTokens,
            long queueMicros,
            long prefillMicros,
            long decodeMicros) {}
}
