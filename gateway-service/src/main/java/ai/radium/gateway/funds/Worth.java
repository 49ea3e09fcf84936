package ai.radium.gateway.funds;

/**
 * What a call may cost.
 *
 * @param prompt trillionths of a dollar
 * @param token trillionths of a dollar for one token of each of its answers
 * @param mostTokens of each answer
 * @param mostWhenCut tokens of each answer where the funds cover less than {@code mostTokens}: that many fit beside any prompt of
 *     this size, for a limit that does not fit into the context is refused; 0 = the caller named a limit, which stays
 */
record Worth(long prompt, long token, int mostTokens, int mostWhenCut) {
    /** Billionths of a dollar. */
    long most() {
        return of(mostTokens);
    }

    /** What it takes at least to do anything for the call; billionths of a dollar. */
    long least() {
        return mayBeCut() ? of(1) : most();
    }

    boolean mayBeCut() {
        return mostWhenCut > 0;
    }

    /** Of that many tokens of each answer; billionths of a dollar. */
    long of(int tokens) {
        return Price.inBillionths(Price.plus(prompt, Price.times(token, tokens)));
    }

    /**
     * How many tokens of each answer an amount covers.
     *
     * @param billionths no less than {@link #least}
     */
    int tokensFor(long billionths) {
        int bound = Math.min(mostTokens, mostWhenCut);
        return token == 0 ? bound : Math.clamp((Price.inTrillionths(billionths) - prompt) / token, 1, bound);
    }
}
