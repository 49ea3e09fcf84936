package ai.radium.account.key;

import org.jspecify.annotations.Nullable;

/**
 * A key's limit with the name under which it is counted.
 *
 * @param countedAs the lineage of the key whose limit it is
 */
record CountedLimit(
        String countedAs,
        long requests,
        int windowSeconds,
        @Nullable Integer concurrent) {
    /** Whether the other lets no more through: at most as many requests in at least as long a window. */
    boolean covers(CountedLimit other) {
        return other.requests <= requests
                && other.windowSeconds >= windowSeconds
                && (concurrent == null || (other.concurrent != null && other.concurrent <= concurrent));
    }
}
