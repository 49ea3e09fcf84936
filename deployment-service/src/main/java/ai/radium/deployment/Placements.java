package ai.radium.deployment;

import ai.radium.contracts.model.ModelChanged;
import ai.radium.deployment.catalogue.Accelerators;
import ai.radium.deployment.runtime.Adapter;
import ai.radium.deployment.runtime.Placement;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Turns deployments into what a runtime is asked for. */
@ApplicationScoped
public class Placements {
    private final Accelerators accelerators;

    Placements(Accelerators accelerators) {
        this.accelerators = accelerators;
    }

    /**
     * Null when this install has no weights of the model that should answer.
     *
     * @param served the model that should answer
     */
    public @Nullable Placement of(Deployment deployment, @Nullable ModelChanged served) {
        if (served == null || served.weights() == null) {
            return null;
        }
        DeploymentSpec spec = deployment.spec();
        return new Placement(
                deployment.id(),
                deployment.rollout().revision(),
                deployment.desiredReplicas(),
                accelerators
                        .named(spec.acceleratorType())
                        .orElseThrow(() -> new IllegalStateException(
                                "radium.deployment.accelerators: " + spec.acceleratorType() + " is in use")),
                spec.acceleratorCount(),
                deployment.modelId(),
                served.id(),
                served.weights(),
                served.contextTokens(),
                served.fineTuned() == null ? null : Adapter.of(served));
    }
}
