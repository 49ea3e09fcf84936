package ai.radium.contracts.billing;

import java.time.Instant;

/**
 * What the time of one replica of a dedicated deployment cost. No request is behind it, and no key.
 *
 * @param id that of the {@code ReplicaTimeUsed} record, once each
 * @param time when the time ended
 * @param accelerator its kind, as the operator names it
 * @param count accelerators of the replica
 * @param hourlyPrice decimal string, for one accelerator
 * @param amount decimal string with 12 digits after the point: seconds × count × hourly price / 3600
 */
public record ReplicaTimeRated(
        String id,
        Instant time,
        String account,
        String deploymentId,
        String replicaId,
        String model,
        String accelerator,
        int count,
        String hourlyPrice,
        long seconds,
        String amount,
        String currency)
        implements RatedEvent {
    @Override
    public String eventKey() {
        return account;
    }
}
