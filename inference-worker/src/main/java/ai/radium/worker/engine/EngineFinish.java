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
        long decodeMicros) {
    public EngineFinish withReason(String other) {
        return new EngineFinish(other, promptTokens, completionTokens, cachedTokens, prefillMicros, decodeMicros);
    }
}
