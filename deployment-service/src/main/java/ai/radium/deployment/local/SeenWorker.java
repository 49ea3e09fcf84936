package ai.radium.deployment.local;

/** A worker's record and what its process is seen to be. */
record SeenWorker(Worker worker, boolean alive, boolean ready) {}
