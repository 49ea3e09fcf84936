package ai.radium.gateway.limits;

/**
 * What the tightest limit leaves, for the headers of the reply.
 *
 * @param limit requests per window
 * @param remaining requests left in this window
 * @param resetEpochSeconds when the window ends
 * @param windowSeconds length of the window
 */
public record Allowance(long limit, long remaining, long resetEpochSeconds, int windowSeconds) {}
