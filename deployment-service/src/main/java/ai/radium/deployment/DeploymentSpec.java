package ai.radium.deployment;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What should run, with every default filled in. Every deployment bills tokens.
 *
 * @param acceleratorType name of the catalogue of accelerators
 * @param acceleratorCount per replica, 1 or more
 * @param scaleToZeroAfterSeconds of silence
 * @param targetConcurrency calls in flight per replica at which to scale out
 */
record DeploymentSpec(
        String acceleratorType,
        int acceleratorCount,
        boolean autoScaling,
        ReplicaRange replicas,
        @Nullable Boolean speculativeDecoding,
        @Nullable String description,
        @Nullable String quantization,
        List<String> adapterIds,
        @Nullable Integer scaleToZeroAfterSeconds,
        @Nullable Integer targetConcurrency,
        @Nullable String region) {
    DeploymentSpec {
        adapterIds = List.copyOf(adapterIds);
    }

    /** Replicas to run. Until replicas follow traffic this is the least, and one where the least is zero. */
    int desiredReplicas() {
        return Math.max(1, replicas.min());
    }

    /** Whether running replicas can stay as they are under the other specification. */
    boolean runsTheSameAs(DeploymentSpec other) {
        return acceleratorType.equals(other.acceleratorType)
                && acceleratorCount == other.acceleratorCount
                && Objects.equals(speculativeDecoding, other.speculativeDecoding)
                && Objects.equals(quantization, other.quantization)
                && adapterIds.equals(other.adapterIds)
                && Objects.equals(region, other.region);
    }
}
