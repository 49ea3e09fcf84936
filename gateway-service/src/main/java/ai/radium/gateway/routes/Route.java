package ai.radium.gateway.routes;

import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.contracts.deployment.RoutesChanged;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model of a deployment that can be called, or why not.
 *
 * @param adapter that its replicas are asked for: the id of a fine-tuned model; empty = none
 * @param replicas that take calls, and have the adapter where there is one
 */
public record Route(RoutesChanged deployment, String adapter, List<RoutesChanged.Replica> replicas) {
    /** Of the deployment's own model, which may be a fine-tuned one. */
    public static Route of(RoutesChanged deployment) {
        boolean isFineTuned = adapters(deployment).anyMatch(adapter -> isOwn(deployment, adapter));
        return isFineTuned ? of(deployment, deployment.model()) : new Route(deployment, "", deployment.replicas());
    }

    private static Route of(RoutesChanged deployment, String adapter) {
        return new Route(
                deployment,
                adapter,
                deployment.replicas().stream()
                        .filter(replica -> replica.adapters().contains(adapter))
                        .toList());
    }

    /** Of the fine-tuned models that it answers for besides, each with the account that may call it. */
    static Stream<Besides> besides(RoutesChanged deployment) {
        return adapters(deployment)
                .filter(adapter -> !isOwn(deployment, adapter))
                .map(adapter -> new Besides(adapter.account(), of(deployment, adapter.model())));
    }

    record Besides(String account, Route route) {}

    /** The model that is asked and paid for. */
    public String model() {
        return adapter.isEmpty() ? deployment.model() : adapter;
    }

    /** Every name of that model. */
    public List<String> names() {
        return isBesides() ? List.of(adapter) : deployment.names();
    }

    /** The model that answers. */
    public String servedModel() {
        return adapter.isEmpty() ? deployment.servedModel() : adapter;
    }

    /** The model that answers in place of the one asked for; null = that one itself. */
    public @Nullable String standIn() {
        return servedModel().equals(model()) ? null : servedModel();
    }

    /** Whether it is another model than the deployment's own. */
    public boolean isBesides() {
        return !adapter.isEmpty() && !adapter.equals(deployment.model());
    }

    boolean isActive() {
        return deployment.status() == DeploymentStatus.ACTIVE && !replicas.isEmpty();
    }

    private static Stream<RoutesChanged.Adapter> adapters(RoutesChanged deployment) {
        List<RoutesChanged.Adapter> known = deployment.adapters();
        return known == null ? Stream.empty() : known.stream();
    }

    private static boolean isOwn(RoutesChanged deployment, RoutesChanged.Adapter adapter) {
        return adapter.model().equals(deployment.model());
    }
}
