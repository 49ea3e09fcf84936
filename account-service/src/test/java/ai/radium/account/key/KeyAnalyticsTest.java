package ai.radium.account.key;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.account.key.KeyAnalytics.Used;
import ai.radium.contracts.billing.UsageRated.Line;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyAnalyticsTest {
    private static final Instant NOW = Instant.parse("2026-11-25T10:30:00Z");

    @Test
    void hasTwentyFourHoursEmptyOnesIncluded() {
        KeyAnalytics analytics = KeyAnalytics.of(
                List.of(
                        new Used(Instant.parse("2026-11-20T10:00:00Z"), 5, 50, new BigDecimal("0.5")),
                        new Used(Instant.parse("2026-11-25T10:00:00Z"), 2, 20, new BigDecimal("0.25"))),
                NOW);

        assertThat(analytics.hourlyUsage()).hasSize(24);
        assertThat(analytics.hourlyUsage().getFirst().hour()).isEqualTo(Instant.parse("2026-11-24T11:00:00Z"));
        assertThat(analytics.hourlyUsage().getLast().requests()).isEqualTo(2);
        assertThat(analytics.last24h()).isEqualTo(new KeyAnalytics.Sum(2, 20, "0.25"));
        assertThat(analytics.last7d()).isEqualTo(new KeyAnalytics.Sum(7, 70, "0.75"));
    }

    @Test
    void addsUpTheLinesOfAKeyAndHour() {
        List<RatedHour> hours = RatedHour.of(List.of(
                line("key_a", "2026-11-25T10:00:00Z"),
                line("key_a", "2026-11-25T10:59:59Z"),
                line("key_a", "2026-11-25T11:00:00Z"),
                line(null, "2026-11-25T11:00:00Z")));

        assertThat(hours).extracting(RatedHour::requests).containsExactly(2L, 1L);
        assertThat(hours.getFirst().tokens()).isEqualTo(6);
        assertThat(hours.getFirst().lastUsedAt()).isEqualTo(Instant.parse("2026-11-25T10:59:59Z"));
    }

    @org.jspecify.annotations.NullUnmarked
    private static Line line(String key, String time) {
        return new Line("u", Instant.parse(time), key, "dep_1", "m", "1", 1, 2, "0.000000000001", "USD");
    }
}
