package ai.radium.deployment;

import ai.radium.kit.problem.ProblemException;

/** How many replicas a deployment may have; {@code min} 0 allows it to scale to zero. */
record ReplicaRange(int min, int max) {
    static final int MOST = 100;

    ReplicaRange {
        check(
                min >= 0 && min <= MOST,
                "minReplicas",
                "configuration.minReplicas must be between 0 and " + MOST + ", not " + min);
        check(
                max >= 1 && max <= MOST,
                "maxReplicas",
                "configuration.maxReplicas must be between 1 and " + MOST + ", not " + max);
        check(
                min <= max,
                "maxReplicas",
                "configuration.maxReplicas (" + max + ") must not be less than configuration.minReplicas (" + min
                        + ")");
    }

    private static void check(boolean holds, String field, String detail) {
        if (!holds) {
            throw new ProblemException(DeploymentProblem.INVALID_CONFIGURATION, detail, "configuration." + field);
        }
    }
}
