package ai.radium.deployment.local;

import ai.radium.deployment.runtime.Placement;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is on disk of one replica: what is wanted, then what became of it.
 *
 * @param launch a name that only this start has; the process carries it in its environment
 * @param port of gRPC; management HTTP is on the next one
 * @param memoryMib set aside for it
 * @param pid null until the process is known to have started
 * @param startTicks the process' start, clock ticks since boot (proc(5), stat field 22)
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
        @Nullable Long pid,
        @Nullable Long startTicks,
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

    ProcessTable.@Nullable Identity process() {
        return pid == null || startTicks == null ? null : new ProcessTable.Identity(pid, startTicks);
    }

    Worker relaunched(String other, Instant now) {
        return new Worker(
                deployment, index, revision, other, port, memoryMib, now, null, null, null, failures, null, null);
    }

    Worker running(ProcessTable.Identity process) {
        return new Worker(
                deployment,
                index,
                revision,
                launch,
                port,
                memoryMib,
                launchedAt,
                process.pid(),
                process.startTicks(),
                readyAt,
                failures,
                retryAt,
                stopBy);
    }

    Worker ready(Instant now) {
        return new Worker(
                deployment,
                index,
                revision,
                launch,
                port,
                memoryMib,
                launchedAt,
                pid,
                startTicks,
                now,
                failures,
                retryAt,
                stopBy);
    }

    Worker stopping(Instant by) {
        return new Worker(
                deployment,
                index,
                revision,
                launch,
                port,
                memoryMib,
                launchedAt,
                pid,
                startTicks,
                readyAt,
                failures,
                retryAt,
                by);
    }

    /** Another crash, or the first one after a stable time; the first restart is at once, each later one waits twice as long. */
    Worker crashed(Instant now, LocalConfig config) {
        boolean wasStable =
                readyAt != null && !readyAt.plus(config.stableAfter()).isAfter(now);
        int count = wasStable ? 1 : failures + 1;
        return new Worker(
                deployment,
                index,
                revision,
                launch,
                port,
                memoryMib,
                launchedAt,
                pid,
                startTicks,
                readyAt,
                count,
                now.plus(waitAfter(count, config)),
                stopBy);
    }

    private static Duration waitAfter(int failures, LocalConfig config) {
        if (failures < 2) {
            return Duration.ZERO;
        }
        Duration wait = config.backoff().multipliedBy(1L << Math.min(failures - 2, 20));
        return wait.compareTo(config.longestBackoff()) > 0 ? config.longestBackoff() : wait;
    }
}
