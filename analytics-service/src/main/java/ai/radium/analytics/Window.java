package ai.radium.analytics;

import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The time that a report is about, cut into buckets that begin at whole multiples of their length (UTC).
 *
 * @param timeframe 1h, 24h, 7d, 30d or custom
 * @param start inclusive
 * @param end exclusive
 */
record Window(String timeframe, Instant start, Instant end, Duration bucket) {
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final String DEFAULT = "24h";
    private static final String CUSTOM = "custom";

    /** Length and bucket of each named timeframe. */
    private static final Map<String, Cut> TIMEFRAMES = Map.of(
            "1h",
            new Cut(HOUR, FIVE_MINUTES),
            DEFAULT,
            new Cut(DAY, HOUR),
            "7d",
            new Cut(Duration.ofDays(7), DAY),
            "30d",
            new Cut(Duration.ofDays(30), DAY));

    private record Cut(Duration length, Duration bucket) {}

    /**
     * The window of these parameters; from and to count before the timeframe, {@code to} is now unless said.
     *
     * @throws ProblemException INVALID_REQUEST naming the parameter that is not valid
     */
    static Window of(@Nullable String timeframe, @Nullable String from, @Nullable String to, Instant now) {
        Cut cut = TIMEFRAMES.get(timeframe == null ? DEFAULT : timeframe);
        if (cut == null) {
            throw refused("timeframe", "timeframe must be 1h, 24h, 7d or 30d");
        }
        if (from == null && to == null) {
            Instant end = ceiling(now, cut.bucket);
            return new Window(timeframe == null ? DEFAULT : timeframe, end.minus(cut.length), end, cut.bucket);
        }
        if (from == null) {
            throw refused("from", "from is required beside to");
        }
        return between(Require.time(from, "from"), to == null ? now : Require.time(to, "to"));
    }

    private static Window between(Instant from, Instant to) {
        Duration length = Duration.between(from, to);
        if (!length.isPositive()) {
            throw refused("to", "to must be after from");
        }
        if (length.compareTo(LONGEST) > 0) {
            throw refused("to", "to must be at most 366 days after from");
        }
        Duration bucket = bucketFor(length);
        return new Window(CUSTOM, floor(from, bucket), ceiling(to, bucket), bucket);
    }

    /** At most 24, 72 and 366 buckets, and one more for the edges. */
    private static Duration bucketFor(Duration length) {
        if (length.compareTo(HOUR.multipliedBy(2)) <= 0) {
            return FIVE_MINUTES;
        }
        return length.compareTo(DAY.multipliedBy(3)) <= 0 ? HOUR : DAY;
    }

    Grain grain() {
        return Grain.of(bucket);
    }

    List<Instant> buckets() {
        return Stream.iterate(start, each -> each.isBefore(end), each -> each.plus(bucket))
                .toList();
    }

    Instant bucketOf(Instant time) {
        return floor(time, bucket);
    }

    /** Minutes of the window that have passed, at least one. */
    double minutesUntil(Instant now) {
        Instant until = now.isBefore(end) ? now : end;
        return Math.max(1, Duration.between(start, until).toMillis() / 60_000.0);
    }

    private static Instant floor(Instant time, Duration bucket) {
        return Instant.ofEpochSecond(time.getEpochSecond() - Math.floorMod(time.getEpochSecond(), bucket.toSeconds()));
    }

    private static Instant ceiling(Instant time, Duration bucket) {
        Instant floor = floor(time, bucket);
        return floor.equals(time) ? floor : floor.plus(bucket);
    }

    private static ProblemException refused(String param, String detail) {
        return new ProblemException(CommonProblem.INVALID_REQUEST, detail, param);
    }
}
