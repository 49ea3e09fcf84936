package ai.radium.analytics;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How long a rollup is. Hours and days repeat what minutes say, so that a month is 30 steps and not 43,200. */
public enum Grain {
    MINUTE(ChronoUnit.MINUTES),
    HOUR(ChronoUnit.HOURS),
    DAY(ChronoUnit.DAYS);

    private final ChronoUnit unit;

    Grain(ChronoUnit unit) {
        this.unit = unit;
    }

    Instant startOf(Instant time) {
        return time.truncatedTo(unit);
    }

    public Duration length() {
        return unit.getDuration();
    }

    /** The coarsest grain that buckets of this length are made of. */
    static Grain of(Duration bucket) {
        if (bucket.compareTo(DAY.length()) >= 0) {
            return DAY;
        }
        return bucket.compareTo(HOUR.length()) >= 0 ? HOUR : MINUTE;
    }
}
