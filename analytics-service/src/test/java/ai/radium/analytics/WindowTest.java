package ai.radium.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.kit.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;

class WindowTest {
    private static final long YEAR_SECONDS = 365L * 24 * 3_600;

    @Property
    void coversWhatWasAskedWithWholeBucketsThatFollowEachOther(
            @ForAll @LongRange(min = 0, max = 3_000_000_000L) long from,
            @ForAll @LongRange(min = 1, max = YEAR_SECONDS) long length) {
        Instant start = Instant.ofEpochSecond(from);
        Instant end = start.plusSeconds(length);

        Window window = Window.of(null, start.toString(), end.toString(), Noon.NOW);

        List<Instant> buckets = window.buckets();
        assertThat(window.start()).isBeforeOrEqualTo(start);
        assertThat(window.end()).isAfterOrEqualTo(end);
        assertThat(buckets.getLast().plus(window.bucket())).isEqualTo(window.end());
        assertThat(buckets)
                .hasSizeBetween(1, 367)
                .allMatch(bucket -> window.bucketOf(bucket).equals(bucket));
    }

    @Property
    void hasTheCountOfBucketsThatTheTimeframePromises(
            @ForAll @From("timeframes") String timeframe, @ForAll @LongRange(min = 0, max = 3_000_000_000L) long now) {
        int promised = switch (timeframe) {
            case "1h" -> 12;
            case "24h" -> 24;
            case "7d" -> 7;
            default -> 30;
        };

        Window window = Window.of(timeframe, null, null, Instant.ofEpochSecond(now));

        assertThat(window.buckets()).hasSize(promised);
        assertThat(window.end()).isAfterOrEqualTo(Instant.ofEpochSecond(now));
        assertThat(window.end().minus(window.bucket())).isBefore(Instant.ofEpochSecond(now));
    }

    @Example
    void isTheLastDayByHoursUnlessTold() {
        Window window = Window.of(null, null, null, Noon.NOW);

        assertThat(window)
                .isEqualTo(new Window(
                        "24h",
                        Instant.parse("2026-11-24T13:00:00Z"),
                        Instant.parse("2026-11-25T13:00:00Z"),
                        Duration.ofHours(1)));
    }

    @Example
    void refusesByNameWhatIsNoTime() {
        assertThat(refusedParameter("2h", null, null)).isEqualTo("timeframe");
        assertThat(refusedParameter(null, "noon", null)).isEqualTo("from");
        assertThat(refusedParameter(null, null, "2026-11-25")).isEqualTo("from");
        assertThat(refusedParameter(null, "-999999999-01-01", "2026-11-25")).isEqualTo("from");
        assertThat(refusedParameter(null, "2026-11-25", "+999999999-12-31T23:59:59Z"))
                .isEqualTo("to");
        assertThat(refusedParameter(null, "2026-11-25", "2026-11-25")).isEqualTo("to");
        assertThat(refusedParameter(null, "2020-01-01", "2026-11-25")).isEqualTo("to");
    }

    @Example
    void endsWithTheYearsThatItTakes() {
        Window window = Window.of(null, "9999-12-31T23:00:00Z", "9999-12-31T23:59:59.999999999Z", Noon.NOW);

        assertThat(window.buckets()).hasSize(12);
    }

    @Provide
    Arbitrary<String> timeframes() {
        return Arbitraries.of("1h", "24h", "7d", "30d");
    }

    private static @Nullable String refusedParameter(
            @Nullable String timeframe, @Nullable String from, @Nullable String to) {
        try {
            Window.of(timeframe, from, to, Noon.NOW);
            return "nothing was refused";
        } catch (ProblemException refusal) {
            return refusal.param();
        }
    }
}
