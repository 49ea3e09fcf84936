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
        long version)
        implements RoutesEvent {
    public RoutesChanged {
        names = List.copyOf(names);
        replicas = List.copyOf(replicas);
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
     */
    public record Replica(String id, String address, int weight, List<String> adapters) {
        public Replica {
            adapters = List.copyOf(adapters);
        }
    }
}
