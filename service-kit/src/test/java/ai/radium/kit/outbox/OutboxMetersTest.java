package ai.radium.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OutboxMetersTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Instant now = NOON;
    private final OutboxMeters meters = new OutboxMeters(registry, () -> now);

    @Test
    void lagGrowsWhileTheOldestEventWaits() {
        meters.oldestWaits(NOON.minusMillis(1_500));
        assertThat(lag()).isEqualTo(1.5);

        now = NOON.plusSeconds(60);

        assertThat(lag()).isEqualTo(61.5);
    }

    @Test
    void thereIsNoLagWhenNothingWaits() {
        assertThat(lag()).isZero();
        meters.oldestWaits(NOON.minusSeconds(5));

        meters.oldestWaits(null);

        assertThat(lag()).isZero();
    }

    @Test
    void aDatabaseWhoseClockIsAheadMakesNoNegativeLag() {
        meters.oldestWaits(NOON.plusSeconds(5));

        assertThat(lag()).isZero();
    }

    private double lag() {
        return registry.get("radium.outbox.lag").gauge().value();
    }
}
