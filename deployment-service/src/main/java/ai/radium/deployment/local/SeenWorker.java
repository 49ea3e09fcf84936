package ai.radium.deployment.local;

import java.time.Duration;

/**
 * A worker's record and what its process is seen to be.
 *
 * @param silentFor how long it has not said that it is alive
 */
record SeenWorker(Worker worker, boolean alive, boolean ready, Duration silentFor) {
    static SeenWorker gone(Worker worker) {
        return new SeenWorker(worker, false, false, Duration.ZERO);
    }
}
