package ai.radium.deployment.metering;

import java.util.Set;

/**
 * A deployment that is paid by the second, as stored.
 *
 * @param model that it is called by
 * @param accelerator its kind, as the operator names it
 * @param count accelerators of each replica
 * @param ready ids of the replicas that take calls
 */
public record Metered(
        String deploymentId, String account, String model, String accelerator, int count, Set<String> ready) {
    public Metered {
        ready = Set.copyOf(ready);
    }
}
