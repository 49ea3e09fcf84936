package ai.radium.deployment.local;

/** One thing to do about a replica. */
sealed interface Action {
    /** Start a replica that has no record yet. */
    record Launch(int index) implements Action {}

    /** Start again what crashed, or what was meant to start when the service was killed. */
    record Relaunch(Worker worker) implements Action {}

    /** Remember that it takes calls. */
    record MarkReady(Worker worker) implements Action {}

    /** Remember that it crashed. */
    record MarkCrashed(Worker worker) implements Action {}

    /** Ask it to finish. */
    record Stop(Worker worker) implements Action {}

    /** End it. */
    record Kill(Worker worker) implements Action {}

    /** Its process is gone and not wanted: forget it. */
    record Forget(Worker worker) implements Action {}
}
