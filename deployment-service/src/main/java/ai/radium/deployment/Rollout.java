package ai.radium.deployment;

import ai.radium.deployment.runtime.Replica;
import java.util.List;

/**
 * How far what should run has come.
 *
 * @param revision grows whenever running replicas have to be replaced
 * @param failures in a row; 0 once it ran, or its owner changed or started it
 * @param replicas that take calls
 */
record Rollout(int revision, int failures, List<Replica> replicas) {
    static final Rollout FIRST = new Rollout(1, 0, List.of());

    Rollout {
        replicas = List.copyOf(replicas);
    }

    /** With every replica to be replaced. */
    Rollout next() {
        return new Rollout(revision + 1, failures, replicas);
    }

    Rollout failing(int times) {
        return new Rollout(revision, times, replicas);
    }

    Rollout routing(List<Replica> ready) {
        return new Rollout(revision, failures, ready);
    }

    /** Whether exactly so many replicas take calls, all of this revision. */
    boolean isDone(int wanted) {
        return replicas.size() == wanted && replicas.stream().allMatch(replica -> replica.revision() == revision);
    }
}
