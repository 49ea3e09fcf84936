package ai.radium.worker.openai;

/**
 * What a server has done for a generation so far.
 *
 * @param cachedTokens prompt tokens that it did not have to read again
 */
public record Counts(int promptTokens, int cachedTokens, int completionTokens, long prefillMicros, long decodeMicros) {}
