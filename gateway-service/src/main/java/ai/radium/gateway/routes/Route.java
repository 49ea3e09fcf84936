package ai.radium.gateway.routes;

import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.contracts.deployment.RoutesChanged;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A deployment that can be called, or why not.
 *
 * @param standIn the model that answers in its place; null = the model itself
 */
public record Route(RoutesChanged deployment, @Nullable String standIn) {
    static Route of(RoutesChanged deployment) {
        return new Route(
                deployment, deployment.servedModel().equals(deployment.model()) ? null : deployment.servedModel());
    }

    public List<RoutesChanged.Replica> replicas() {
        return deployment.replicas();
    }

    boolean isActive() {
        return deployment.status() == DeploymentStatus.ACTIVE
                && !deployment.replicas().isEmpty();
    }
}
