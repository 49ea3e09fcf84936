package ai.radium.contracts.deployment;

import org.jspecify.annotations.Nullable;

/**
 * A deployment moved to another state, or its replicas did.
 *
 * @param reason code of the failure, when status is FAILED: NO_CAPACITY, IMAGE, MODEL_LOAD, CRASH_LOOP …
 */
public record DeploymentChanged(
        String deploymentId,
        String account,
        String name,
        String modelId,
        DeploymentStatus status,
        @Nullable String reason,
        int desiredReplicas,
        int readyReplicas,
        int revision,
        long version)
        implements DeploymentEvent {
    @Override
    public String eventKey() {
        return deploymentId;
    }
}
