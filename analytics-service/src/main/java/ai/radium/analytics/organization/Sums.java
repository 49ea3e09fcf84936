package ai.radium.analytics.organization;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What was used in a bucket by those who have this in common; an empty text is what was not asked for.
 *
 * @param keyId empty also where a user's token was presented, and of what a job trained
 * @param cachedTokens part of the input
 * @param embeddingRequests part of the requests, none of them failed
 * @param embeddingTokens part of the input
 * @param cost USD
 */
record Sums(
        Instant start,
        String model,
        String keyId,
        String lineItem,
        long requests,
        long errors,
        long inputTokens,
        long outputTokens,
        long cachedTokens,
        long embeddingRequests,
        long embeddingTokens,
        BigDecimal cost) {
    /** Requests for text that did not fail. */
    long completions() {
        return requests - errors - embeddingRequests;
    }
}
