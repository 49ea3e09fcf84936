package ai.radium.deployment.local;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A worker's record and what its process is seen to be.
 *
 * @param silentFor how long it has not said that it is alive
 * @param fetchingAt when it last said that its model is on its way; null if it never did
 */
record SeenWorker(
        Worker worker,
        boolean alive,
        boolean ready,
        Duration silentFor,
        @Nullable Instant fetchingAt) {
    SeenWorker(Worker worker, boolean alive, boolean ready, Duration silentFor) {
        this(worker, alive, ready, silentFor, null);
    }

    static SeenWorker gone(Worker worker) {
        return new SeenWorker(worker, false, false, Duration.ZERO);
    }
}
