package ai.radium.gateway.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that goes on only when a test says so. */
final class SettableClock implements InstantSource {
    private volatile Instant now = Instant.now();

    @Override
    public Instant instant() {
        return now;
    }

    void forward(Duration time) {
        now = now.plus(time);
    }
}
