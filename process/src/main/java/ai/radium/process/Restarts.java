package ai.radium.process;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Counts how often one supervised process has died in a row, and says how long to wait before it starts again. */
public final class Restarts {
    private final Backoff backoff;
    private final InstantSource clock;
    private Instant startedAt;
    private int failures;

    /** The process counts as started now. */
    public Restarts(Backoff backoff, InstantSource clock) {
        this.backoff = backoff;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    public synchronized void started() {
        startedAt = clock.instant();
    }

    /** It died: the pause until the next start. */
    public synchronized Duration died() {
        failures = backoff.oneMore(failures, Duration.between(startedAt, clock.instant()));
        return backoff.after(failures);
    }

    /** Deaths in a row. */
    public synchronized int failures() {
        return failures;
    }
}
