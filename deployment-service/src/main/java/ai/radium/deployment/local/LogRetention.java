package ai.radium.deployment.local;

import ai.radium.process.LogRotation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** Keeps what workers write within bounds of size and age, looking once a minute. */
final class LogRetention {
    private static final Logger LOG = Logger.getLogger(LogRetention.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

    private final WorkerFiles files;
    private final LogRotation rotation;
    private final InstantSource clock;
    private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MIN);

    LogRetention(WorkerFiles files, LocalConfig config, InstantSource clock) {
        this.files = files;
        this.rotation = new LogRotation((long) config.logMib() << 20, config.logCopies(), config.logAge());
        this.clock = clock;
    }

    /** Does nothing if it has done so a moment ago, or if another thread is about to. */
    void lookWhenDue() {
        Instant due = next.get();
        Instant now = clock.instant();
        if (due.isAfter(now) || !next.compareAndSet(due, now.plus(BETWEEN_LOOKS))) {
            return;
        }
        try {
            files.keepLogsWithin(rotation, now);
        } catch (IOException e) {
            LOG.warn("workers' logs cannot be put away", e);
        }
    }
}
