package ai.radium.account.key;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.account.key.KeyAnalytics.Used;
import ai.radium.contracts.billing.UsageRated.Line;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyAnalyticsTest {
    private static final Instant NOW = Instant.parse("2026-11-25T10:30:00Z");

    @Test
    void hasTwentyFourHoursEmptyOnesIncluded() {
        KeyAnalytics analytics = KeyAnalytics.of(
                List.of(
                        new Used(Instant.parse("2026-11-20T10:00:00Z"), 5, 0, 30, 20, new BigDecimal("0.5")),
                        new Used(Instant.parse("2026-11-25T10:00:00Z"), 2, 1, 15, 5, new BigDecimal("0.25"))),
                NOW);

        assertThat(analytics.hourlyUsage()).hasSize(24);
        assertThat(analytics.hourlyUsage().getFirst().hour()).isEqualTo(Instant.parse("2026-11-24T11:00:00Z"));
        assertThat(analytics.hourlyUsage().getFirst().sum()).isEqualTo(new KeyAnalytics.Sum(0, 0, 0, 0, "0.00"));
        assertThat(analytics.hourlyUsage().getLast().sum()).isEqualTo(new KeyAnalytics.Sum(2, 1, 15, 5, "0.25"));
        assertThat(analytics.last24h()).isEqualTo(new KeyAnalytics.Sum(2, 1, 15, 5, "0.25"));
        assertThat(analytics.last7d()).isEqualTo(new KeyAnalytics.Sum(7, 1, 45, 25, "0.75"));
    }

    @Test
    void addsUpTheLinesOfAKeyAndHour() {
        List<RatedHour> hours = RatedHour.of(List.of(
                line("key_a", "2026-11-25T10:00:00Z", null),
                line("key_a", "2026-11-25T10:59:59Z", true),
                line("key_a", "2026-11-25T11:00:00Z", false),
                line(null, "2026-11-25T11:00:00Z", false)));

        assertThat(hours).extracting(RatedHour::requests).containsExactly(2L, 1L);
        assertThat(hours).extracting(RatedHour::errors).containsExactly(1L, 0L);
        assertThat(hours).extracting(RatedHour::inputTokens).containsExactly(2L, 1L);
        assertThat(hours).extracting(RatedHour::outputTokens).containsExactly(4L, 2L);
        assertThat(hours.getFirst().lastUsedAt()).isEqualTo(Instant.parse("2026-11-25T10:59:59Z"));
    }

    private static Line line(@Nullable String key, String time, @Nullable Boolean failed) {
        return new Line("u", Instant.parse(time), key, "dep_1", "m", "1", 1, 2, "0.000000000001", "USD", failed);
    }
}
