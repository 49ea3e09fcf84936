package ai.radium.deployment;

import ai.radium.deployment.runtime.ModelRuntime;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What only this install knows of a deployment: where it is reached, what it runs on, and what of it is not done. */
@ApplicationScoped
class Install {
    private static final String CPU = "CPU";

    private final String publicUrl;
    private final boolean hasAccelerators;

    @Inject
    Install(DeploymentConfig config, ModelRuntime runtime) {
        this(config.publicUrl(), runtime.hasAccelerators());
    }

    Install(String publicUrl, boolean hasAccelerators) {
        this.publicUrl = publicUrl;
        this.hasAccelerators = hasAccelerators;
    }

    /** Null until it is active. */
    @Nullable
    String endpointUrl(Deployment deployment) {
        return deployment.state() instanceof DeploymentState.Active ? publicUrl + "/models/" + deployment.id() : null;
    }

    String servedOn(Deployment deployment) {
        return hasAccelerators ? deployment.spec().acceleratorType() : CPU;
    }

    /** What its owner would otherwise believe of it, in whole sentences. */
    List<String> warnings(Deployment deployment) {
        DeploymentSpec spec = deployment.spec();
        List<String> warnings = new ArrayList<>();
        if (deployment.model().isStandIn()) {
            warnings.add(deployment.modelId() + " is answered by its stand-in " + deployment.servedModel()
                    + " in this install.");
        }
        if (!servedOn(deployment).equals(spec.acceleratorType())) {
            warnings.add("Replicas run on the " + servedOn(deployment) + " of this machine: "
                    + switch (spec.billedBy()) {
                        case TOKENS -> "acceleratorType and hourlyPrice say what they would take elsewhere.";
                        case REPLICA_SECONDS -> "their seconds are billed as of the acceleratorType all the same.";
                    });
        }
        if (spec.autoScaling() && spec.replicas().max() > spec.desiredReplicas()) {
            warnings.add("Replicas do not follow traffic yet: " + spec.desiredReplicas()
                    + " run, whatever autoScaling and maxReplicas say.");
        }
        if (spec.replicas().min() == 0) {
            warnings.add("It does not scale to zero yet: one replica runs.");
        }
        return warnings;
    }
}
