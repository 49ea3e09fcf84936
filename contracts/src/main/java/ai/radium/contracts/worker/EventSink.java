package ai.radium.contracts.worker;

/** Takes the events of one generation as they are read. */
public interface EventSink {
    void accepted(int queuePosition);

    void prefillDone(long ttftMicros, int cachedTokens, int promptTokens);

    /** @param delta filled anew for the next one: valid during the call only */
    void delta(DeltaParts delta);

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
