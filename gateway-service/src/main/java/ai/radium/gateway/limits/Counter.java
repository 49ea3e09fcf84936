package ai.radium.gateway.limits;

/**
 * One count of requests within a fixed window.
 *
 * @param key of the counter in Redis
 * @param limit requests per window
 * @param windowSeconds length of the window, from its first counted request
 */
record Counter(String key, long limit, int windowSeconds) {
    /** Up to here every request asks Redis; above, permits are leased. */
    static final long LARGEST_ASKED_EACH_TIME = 1_000;

    /** At most one percent of the window at a time. */
    long mostAhead() {
        return limit > LARGEST_ASKED_EACH_TIME ? limit / 100 : 0;
    }
}
