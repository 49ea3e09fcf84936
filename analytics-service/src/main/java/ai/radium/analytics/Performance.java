package ai.radium.analytics;

import ai.radium.analytics.sketch.DurationSketch;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * How fast it was, all in milliseconds; percentiles are of all requests of the window.
 *
 * @param overall all requests together
 */
record Performance(@JsonUnwrapped Speed overall, List<Group> byModel, List<Group> byDeployment) {
    /** Milliseconds. */
    record Latency(BigDecimal avg, BigDecimal p50, BigDecimal p95, BigDecimal p99) {}

    /** Milliseconds, {@code digits} after the point. */
    record Percentiles(BigDecimal p50, BigDecimal p95, BigDecimal p99) {
        static Percentiles of(DurationSketch sketch, int digits) {
            return new Percentiles(
                    Figures.millis(sketch.quantile(0.5), digits),
                    Figures.millis(sketch.quantile(0.95), digits),
                    Figures.millis(sketch.quantile(0.99), digits));
        }
    }

    /**
     * How fast some requests were.
     *
     * @param ttft to the first token
     * @param timePerOutputToken mean of all tokens, milliseconds, three digits after the point
     * @param timePerOutputTokenPercentiles of requests by the mean of their tokens
     * @param tokensPerMinute in and out, over the part of the window that has passed
     */
    record Speed(
            Latency latency,
            Percentiles ttft,
            BigDecimal timePerOutputToken,
            Percentiles timePerOutputTokenPercentiles,
            BigDecimal tokensPerMinute) {
        static Speed of(Tally tally, double minutes) {
            DurationSketch latency = tally.latency();
            return new Speed(
                    new Latency(
                            Figures.millis(tally.averageLatency()),
                            Figures.millis(latency.quantile(0.5)),
                            Figures.millis(latency.quantile(0.95)),
                            Figures.millis(latency.quantile(0.99))),
                    Percentiles.of(tally.ttft(), 1),
                    Figures.millis(tally.timePerOutputToken(), 3),
                    Percentiles.of(tally.outputToken(), 3),
                    BigDecimal.valueOf(tally.tokens() / minutes).setScale(2, RoundingMode.HALF_EVEN));
        }
    }

    /** One model's or deployment's part. */
    record Group(String group, long requests, @JsonUnwrapped Speed speed) {}
}
