package ai.radium.deployment;

import ai.radium.contracts.deployment.BilledBy;
import org.jspecify.annotations.Nullable;

/**
 * What should run, with every default filled in.
 *
 * @param acceleratorType name of the catalogue of accelerators
 * @param acceleratorCount per replica, 1 or more
 * @param autoScaling accepted and kept; replicas do not follow traffic yet
 * @param adapters which fine-tuned models of this base are loaded on its replicas
 * @param billedBy what its use is paid by, for as long as it is there
 */
record DeploymentSpec(
        String acceleratorType,
        int acceleratorCount,
        boolean autoScaling,
        ReplicaRange replicas,
        @Nullable String description,
        AdapterChoice adapters,
        BilledBy billedBy) {
    DeploymentSpec {
        // what an older version stored has neither
        adapters = adapters == null ? AdapterChoice.AUTO : adapters;
        billedBy = billedBy == null ? BilledBy.TOKENS : billedBy;
    }

    /** Replicas to run. Until replicas follow traffic this is the least, and one where the least is zero. */
    int desiredReplicas() {
        return Math.max(1, replicas.min());
    }

    /** Whether running replicas can stay as they are under the other specification. */
    boolean runsTheSameAs(DeploymentSpec other) {
        return acceleratorType.equals(other.acceleratorType) && acceleratorCount == other.acceleratorCount;
    }
}
