package ai.radium.gateway.time;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time of day, for what is written down, and a ticker that never goes back, for what is waited for.
 *
 * @param ticker nanoseconds since a moment that means nothing, as {@link System#nanoTime}
 */
public record GatewayTime(InstantSource clock, LongSupplier ticker) {
    /** The machine's: the one place where time comes in. */
    public static GatewayTime system() {
        return new GatewayTime(InstantSource.system(), System::nanoTime);
    }

    public Instant now() {
        return clock.instant();
    }

    public long epochSeconds() {
        return clock.millis() / 1_000;
    }

    public long nanos() {
        return ticker.getAsLong();
    }
}
