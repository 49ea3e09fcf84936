package ai.radium.gateway.inference;

/**
 * How long an answer may make no progress before it is given up.
 *
 * @param firstTokenSeconds from the request to its first token, the worker's queue included
 * @param tokenSeconds between two parts of an answer that has begun, while the client reads
 */
public record InferenceBounds(int firstTokenSeconds, int tokenSeconds) {}
