package ai.radium.deployment.local;

import ai.radium.deployment.runtime.Placement;
import ai.radium.process.Backoff;
import ai.radium.process.ProcessIdentity;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is on disk of one replica: what is wanted, then what became of it.
 *
 * @param launch a name that only this start has; the process carries it in its environment
 * @param port of gRPC; management HTTP is on the next one
 * @param memoryMib set aside for it
 * @param process null until it is known to have started
 * @param readyAt when this start was first seen ready
 * @param failures crashes in a row
 * @param retryAt when to start again after a crash
 * @param stopBy when to kill what was told to stop
 */
record Worker(
        String deployment,
        int index,
        int revision,
        String launch,
        int port,
        long memoryMib,
        Instant launchedAt,
        @Nullable ProcessIdentity process,
        @Nullable Instant readyAt,
        int failures,
        @Nullable Instant retryAt,
        @Nullable Instant stopBy) {
    static Worker planned(Placement desired, int index, String launch, int port, long memoryMib, Instant now) {
        return new Worker(
                desired.deployment(),
                index,
                desired.revision(),
                launch,
                port,
                memoryMib,
                now,
                null,
                null,
                0,
                null,
                null);
    }

    /** For example {@code dep_01k9zq-0}; the name of its files. */
    String name() {
        return deployment + "-" + index;
    }

    String replicaId() {
        return "r" + revision + "-" + index;
    }

    Worker relaunched(String other, long mib, Instant now) {
        return new Worker(deployment, index, revision, other, port, mib, now, null, null, failures, null, null);
    }

    Worker running(ProcessIdentity started) {
        return with(started, readyAt, failures, retryAt, stopBy);
    }

    Worker ready(Instant now) {
        return with(process, now, failures, retryAt, stopBy);
    }

    Worker stopping(Instant by) {
        return with(process, readyAt, failures, retryAt, by);
    }

    /** Another crash, or the first one after a stable time; the first restart is at once, each later one waits twice as long. */
    Worker crashed(Instant now, LocalConfig config) {
        Backoff backoff = new Backoff(config.backoff(), config.longestBackoff(), config.stableAfter());
        int count = readyAt == null ? failures + 1 : backoff.oneMore(failures, Duration.between(readyAt, now));
        return with(process, readyAt, count, now.plus(backoff.after(count - 1)), stopBy);
    }

    private Worker with(
            @Nullable ProcessIdentity started,
            @Nullable Instant servedFrom,
            int crashes,
            @Nullable Instant again,
            @Nullable Instant killAt) {
        return new Worker(
                deployment,
                index,
                revision,
                launch,
                port,
                memoryMib,
                launchedAt,
                started,
                servedFrom,
                crashes,
                again,
                killAt);
    }
}
