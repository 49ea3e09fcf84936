package ai.radium.analytics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** A tally as people read it: thousands separators and units; {@link Raw} is its twin in numbers. */
record Summary(
        String totalRequests,
        String successRequests,
        String errorRequests,
        String errorRate,
        String totalTokens,
        String inputTokens,
        String outputTokens,
        String totalCost,
        String avgLatency,
        String p95Latency) {
    /**
     * The summary's twin for programs.
     *
     * @param errorRate per cent
     * @param totalCost decimal string, USD
     */
    record Raw(
            long totalRequests,
            long successRequests,
            long errorRequests,
            BigDecimal errorRate,
            long totalTokens,
            long inputTokens,
            long outputTokens,
            String totalCost,
            BigDecimal avgLatencyMs,
            BigDecimal p95LatencyMs) {
        static Raw of(Tally tally) {
            return new Raw(
                    tally.requests(),
                    tally.requests() - tally.errors(),
                    tally.errors(),
                    Figures.percentage(tally.errors(), tally.requests()),
                    tally.tokens(),
                    tally.inputTokens(),
                    tally.outputTokens(),
                    tally.costText(),
                    Figures.millis(tally.averageLatency()),
                    Figures.millis(tally.latency().quantile(0.95)));
        }
    }

    static Summary of(Tally tally) {
        Raw raw = Raw.of(tally);
        return new Summary(
                number(raw.totalRequests),
                number(raw.successRequests),
                number(raw.errorRequests),
                raw.errorRate.toPlainString() + "%",
                number(raw.totalTokens),
                number(raw.inputTokens),
                number(raw.outputTokens),
                "$" + tally.cost().setScale(4, RoundingMode.HALF_EVEN).toPlainString(),
                milliseconds(raw.avgLatencyMs),
                milliseconds(raw.p95LatencyMs));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String milliseconds(BigDecimal value) {
        return value.setScale(0, RoundingMode.HALF_EVEN).toPlainString() + "ms";
    }
}
