package ai.radium.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Backoff BACKOFF =
            new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofMinutes(1));

    private Instant now = Instant.parse("2026-11-29T12:00:00Z");

    @Test
    void doublesUntilTheLongest() {
        assertThat(BACKOFF.after(0)).isZero();
        assertThat(BACKOFF.after(1)).hasMillis(200);
        assertThat(BACKOFF.after(2)).hasMillis(400);
        assertThat(BACKOFF.after(8)).hasMillis(25_600);
        assertThat(BACKOFF.after(9)).hasSeconds(30);
        assertThat(BACKOFF.after(Integer.MAX_VALUE)).hasSeconds(30);
    }

    @Property(tries = 500)
    void neverShrinksNorGoesBeyondTheLongest(
            @ForAll @IntRange(min = 0, max = 10_000) int first,
            @ForAll @IntRange(min = 0, max = 1_000_000) int more,
            @ForAll @IntRange(min = 1, max = 200) int failures) {
        Backoff backoff = new Backoff(Duration.ofMillis(first), Duration.ofMillis((long) first + more), Duration.ZERO);

        assertThat(backoff.after(failures)).isBetween(backoff.first(), backoff.longest());
        assertThat(backoff.after(failures + 1)).isGreaterThanOrEqualTo(backoff.after(failures));
    }

    @Test
    void countsDeathsInARowAndBeginsAnewAfterASteadyLife() {
        Restarts restarts = new Restarts(BACKOFF, () -> now);

        assertThat(diesAfter(restarts, Duration.ofSeconds(1))).hasMillis(200);
        assertThat(diesAfter(restarts, Duration.ofSeconds(59))).hasMillis(400);
        assertThat(restarts.failures()).isEqualTo(2);
        assertThat(diesAfter(restarts, Duration.ofSeconds(60))).hasMillis(200);
        assertThat(restarts.failures()).isEqualTo(1);
    }

    @Test
    void refusesPausesThatAreNone() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(-1), Duration.ofSeconds(1), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Duration diesAfter(Restarts restarts, Duration life) {
        restarts.started();
        now = now.plus(life);
        return restarts.died();
    }
}
