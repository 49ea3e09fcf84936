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

    /** Milliseconds to the first token. */
    record Ttft(BigDecimal p50, BigDecimal p95, BigDecimal p99) {}

    /**
     * How fast some requests were.
     *
     * @param timePerOutputToken milliseconds, three digits after the point
     * @param tokensPerMinute in and out, over the part of the window that has passed
     */
    record Speed(Latency latency, Ttft ttft, BigDecimal timePerOutputToken, BigDecimal tokensPerMinute) {
        static Speed of(Tally tally, double minutes) {
            DurationSketch latency = tally.latency();
            DurationSketch ttft = tally.ttft();
            return new Speed(
                    new Latency(
                            Figures.millis(tally.averageLatency()),
                            Figures.millis(latency.quantile(0.5)),
                            Figures.millis(latency.quantile(0.95)),
                            Figures.millis(latency.quantile(0.99))),
                    new Ttft(
                            Figures.millis(ttft.quantile(0.5)),
                            Figures.millis(ttft.quantile(0.95)),
                            Figures.millis(ttft.quantile(0.99))),
                    BigDecimal.valueOf(tally.timePerOutputToken())
                            .movePointLeft(3)
                            .setScale(3, RoundingMode.HALF_EVEN),
                    BigDecimal.valueOf(tally.tokens() / minutes).setScale(2, RoundingMode.HALF_EVEN));
        }
    }

    /** One model's or deployment's part. */
    record Group(String group, long requests, @JsonUnwrapped Speed speed) {}
}
