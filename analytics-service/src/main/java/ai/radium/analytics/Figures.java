package ai.radium.analytics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * A tally as programs read it.
 *
 * @param cost decimal string, USD
 * @param avgLatency milliseconds
 * @param p95Latency milliseconds
 * @param ttft median time to first token, milliseconds
 */
record Figures(
        long requests,
        long errors,
        long tokens,
        long inputTokens,
        long outputTokens,
        String cost,
        BigDecimal avgLatency,
        BigDecimal p95Latency,
        BigDecimal ttft) {
    static final List<String> COLUMNS = List.of(
            "requests", "errors", "tokens", "inputTokens", "outputTokens", "cost", "avgLatency", "p95Latency", "ttft");

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    static Figures of(Tally tally) {
        return new Figures(
                tally.requests(),
                tally.errors(),
                tally.tokens(),
                tally.inputTokens(),
                tally.outputTokens(),
                tally.costText(),
                millis(tally.averageLatency()),
                millis(tally.latency().quantile(0.95)),
                millis(tally.ttft().quantile(0.5)));
    }

    List<String> cells() {
        return List.of(
                Long.toString(requests),
                Long.toString(errors),
                Long.toString(tokens),
                Long.toString(inputTokens),
                Long.toString(outputTokens),
                cost,
                avgLatency.toPlainString(),
                p95Latency.toPlainString(),
                ttft.toPlainString());
    }

    /** Microseconds as milliseconds, one digit after the point; the sketches are not finer. */
    static BigDecimal millis(double micros) {
        return millis(micros, 1);
    }

    /** Microseconds as milliseconds, so many digits after the point. */
    static BigDecimal millis(double micros, int digits) {
        return BigDecimal.valueOf(micros).movePointLeft(3).setScale(digits, RoundingMode.HALF_EVEN);
    }

    /** Two digits after the point; 0 of nothing. */
    static BigDecimal percentage(long part, long whole) {
        return whole == 0
                ? BigDecimal.ZERO.setScale(2)
                : BigDecimal.valueOf(part)
                        .multiply(HUNDRED)
                        .divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_EVEN);
    }
}
