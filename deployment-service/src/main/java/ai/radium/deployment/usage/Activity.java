package ai.radium.deployment.usage;

import ai.radium.kit.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What was done with a deployment in some time.
 *
 * @param latencyMicros of all requests together
 */
public record Activity(
        long requests,
        long errors,
        long latencyMicros,
        Money cost,
        @Nullable Instant lastActiveAt) {
    public static final Activity NONE = new Activity(0, 0, 0, Money.zero(Money.USD), null);

    private static final long MICROS_PER_MILLI = 1_000;

    static Activity of(Object[] row) {
        return new Activity(
                ((Number) row[1]).longValue(),
                ((Number) row[2]).longValue(),
                ((Number) row[3]).longValue(),
                new Money((BigDecimal) row[4], Money.USD),
                row[5] == null ? null : ((OffsetDateTime) row[5]).toInstant());
    }

    /** 0 when there was none. */
    public long averageLatencyMillis() {
        return requests == 0 ? 0 : latencyMicros / requests / MICROS_PER_MILLI;
    }
}
