package ai.radium.worker.openai;

import ai.radium.worker.engine.Drafts;

/**
 * What a server has done for a generation so far.
 *
 * @param cachedTokens prompt tokens that it did not have to read again
 */
public record Counts(
        int promptTokens,
        int cachedTokens,
        int completionTokens,
        long prefillMicros,
        long decodeMicros,
        Drafts drafts) {
    public Counts(int promptTokens, int cachedTokens, int completionTokens, long prefillMicros, long decodeMicros) {
        this(promptTokens, cachedTokens, completionTokens, prefillMicros, decodeMicros, Drafts.NONE);
    }
}
