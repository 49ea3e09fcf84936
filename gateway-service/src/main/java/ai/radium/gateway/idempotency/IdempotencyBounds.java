package ai.radium.gateway.idempotency;

import java.time.Duration;

/**
 * @param kept how long a reply is given again
 * @param replyBytes of the largest reply that is kept
 * @param patience how long the same request waits for the first one's reply
 */
public record IdempotencyBounds(Duration kept, int replyBytes, Duration patience) {}
