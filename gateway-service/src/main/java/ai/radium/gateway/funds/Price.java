package ai.radium.gateway.funds;

/**
 * What one token costs, exactly.
 *
 * @param input trillionths of a dollar per prompt token
 * @param output trillionths of a dollar per completion token
 */
record Price(long input, long output) {
    private static final long IN_A_BILLIONTH = 1_000;

    /** In billionths of a dollar, rounded up. */
    long of(long promptTokens, long completionTokens) {
        return inBillionths(plus(times(input, promptTokens), times(output, completionTokens)));
    }

    /** Of each kind of token the dearer price. */
    Price orDearer(Price other) {
        return new Price(Math.max(input, other.input), Math.max(output, other.output));
    }

    /** @param trillionths of a dollar */
    static long inBillionths(long trillionths) {
        return Math.min(NanoDollars.MOST, Math.ceilDiv(trillionths, IN_A_BILLIONTH));
    }

    /** @param billionths of a dollar, no more than {@link NanoDollars#MOST} */
    static long inTrillionths(long billionths) {
        return billionths * IN_A_BILLIONTH;
    }

    static long times(long one, long other) {
        return Math.multiplyHigh(one, other) == 0 && one * other >= 0 ? one * other : Long.MAX_VALUE;
    }

    static long plus(long one, long other) {
        return one + other < 0 ? Long.MAX_VALUE : one + other;
    }
}
