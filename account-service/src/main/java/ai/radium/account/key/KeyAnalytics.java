package ai.radium.account.key;

import ai.radium.kit.money.Money;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How a key was used lately, by whole hours in UTC.
 *
 * @param last24h the current hour and the 23 before it
 * @param hourlyUsage those 24 hours, oldest first, empty ones present
 */
record KeyAnalytics(Sum last24h, Sum last7d, List<Hour> hourlyUsage) {
    static final Duration KEPT = Duration.ofDays(7);
    private static final int HOURS = 24;

    KeyAnalytics {
        hourlyUsage = List.copyOf(hourlyUsage);
    }

    /**
     * What some hours hold together.
     *
     * @param requests of any outcome
     * @param errors those of them that failed
     * @param cost decimal USD
     */
    record Sum(long requests, long errors, long inputTokens, long outputTokens, String cost) {
        static Sum of(List<Used> hours) {
            return new Sum(
                    hours.stream().mapToLong(Used::requests).sum(),
                    hours.stream().mapToLong(Used::errors).sum(),
                    hours.stream().mapToLong(Used::inputTokens).sum(),
                    hours.stream().mapToLong(Used::outputTokens).sum(),
                    Money.usd(hours.stream().map(Used::cost).reduce(BigDecimal.ZERO, BigDecimal::add))
                            .exact());
        }
    }

    /** @param hour its begin */
    record Hour(Instant hour, @JsonUnwrapped Sum sum) {}

    /** What was used within one hour. */
    record Used(Instant hour, long requests, long errors, long inputTokens, long outputTokens, BigDecimal cost) {
        static Used nothing(Instant hour) {
            return new Used(hour, 0, 0, 0, 0, BigDecimal.ZERO);
        }
    }

    /** The begin of the oldest hour that counts. */
    static Instant begin(Instant now) {
        return now.truncatedTo(ChronoUnit.HOURS).minus(KEPT).plus(1, ChronoUnit.HOURS);
    }

    /** @param used hours since {@link #begin} */
    static KeyAnalytics of(List<Used> used, Instant now) {
        Map<Instant, Used> byHour = new TreeMap<>();
        used.forEach(hour -> byHour.put(hour.hour(), hour));
        Instant first = now.truncatedTo(ChronoUnit.HOURS).minus(HOURS - 1L, ChronoUnit.HOURS);
        List<Used> day = IntStream.range(0, HOURS)
                .mapToObj(i -> first.plus(i, ChronoUnit.HOURS))
                .map(hour -> byHour.getOrDefault(hour, Used.nothing(hour)))
                .toList();
        return new KeyAnalytics(
                Sum.of(day),
                Sum.of(used),
                day.stream()
                        .map(hour -> new Hour(hour.hour(), Sum.of(List.of(hour))))
                        .toList());
    }
}
