package ai.radium.contracts.deployment;

import java.time.Instant;

/**
 * A replica that is paid by the second was ready for some time. The times of one replica follow each other and never overlap.
 *
 * @param id ULID of this record; the same one however often it is told
 * @param model that the deployment is called by
 * @param accelerator its kind, as the operator names it
 * @param count accelerators of the replica
 * @param hourlyPrice decimal string, for one accelerator
 * @param from inclusive
 * @param until exclusive
 * @param seconds whole ones between the two, more than 0
 */
public record ReplicaTimeUsed(
        String id,
        String account,
        String deploymentId,
        String replicaId,
        String model,
        String accelerator,
        int count,
        String hourlyPrice,
        String currency,
        Instant from,
        Instant until,
        long seconds)
        implements DeploymentEvent {
    @Override
    public String eventKey() {
        return deploymentId;
    }
}
