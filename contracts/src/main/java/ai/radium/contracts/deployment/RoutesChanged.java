package ai.radium.contracts.deployment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Full state of one deployment's routes.
 *
 * @param model catalogue id that callers ask and pay for
 * @param names every name of that model: its id and its aliases
 * @param name the deployment's own name, unique in its account
 * @param serverless whether every account may call it by the model's names
 * @param servedModel the model that answers; differs from {@code model} for a declared stand-in
 * @param createdAt ISO-8601; the caller's oldest active deployment answers a catalogue id
 * @param adapters fine-tuned models that it answers for besides; null in what an older version wrote
 * @param billedBy what its use is paid by; null in what an older version wrote, which knew tokens only
 */
public record RoutesChanged(
        String deploymentId,
        String account,
        String name,
        String model,
        List<String> names,
        String servedModel,
        boolean serverless,
        DeploymentStatus status,
        @Nullable String reason,
        int revision,
        String createdAt,
        List<Replica> replicas,
        @Nullable List<Adapter> adapters,
        @Nullable BilledBy billedBy,
        long version)
        implements RoutesEvent {
    public RoutesChanged {
        names = List.copyOf(names);
        replicas = List.copyOf(replicas);
        adapters = adapters == null ? null : List.copyOf(adapters);
    }

    @Override
    public String eventKey() {
        return deploymentId;
    }

    /**
     * A replica that is ready.
     *
     * @param address {@code host:port} of its gRPC server
     * @param weight share of new work relative to the others, 1 or more
     * @param adapters models of {@link Adapter} that it has loaded
     */
    public record Replica(String id, String address, int weight, List<String> adapters) {
        public Replica {
            adapters = List.copyOf(adapters);
        }
    }

    /**
     * A fine-tuned model of this deployment's base.
     *
     * @param model its id, which is the adapter's id on every replica
     * @param account the only one that may call it
     */
    public record Adapter(String model, String account) {}
}
