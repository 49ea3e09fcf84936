package ai.radium.analytics;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;

/** It is always half past noon in these tests. */
@Mock
@ApplicationScoped
class Noon implements InstantSource {
    static final Instant NOW = Instant.parse("2026-11-25T12:30:30Z");

    @Override
    public Instant instant() {
        return NOW;
    }
}
