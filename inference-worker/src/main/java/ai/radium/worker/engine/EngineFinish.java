package ai.radium.worker.engine;

/**
 * How a generation ended, in the engine's own counts.
 *
 * @param reason stop, length or tool_calls
 */
public record EngineFinish(
        String reason,
        int promptTokens,
        int completionTokens,
        int cachedTokens,
        long prefillMicros,
        long decodeMicros,
        Drafts drafts) {
    /** Without tokens that were guessed ahead. */
    public EngineFinish(
            String reason,
            int promptTokens,
            int completionTokens,
            int cachedTokens,
            long prefillMicros,
            long decodeMicros) {
        this(reason, promptTokens, completionTokens, cachedTokens, prefillMicros, decodeMicros, Drafts.NONE);
    }

    public EngineFinish withReason(String other) {
        return new EngineFinish(
                other, promptTokens, completionTokens, cachedTokens, prefillMicros, decodeMicros, drafts);
    }
}
