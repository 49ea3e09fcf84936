package ai.radium.deployment;

import ai.radium.deployment.cluster.ClusterRuntime;
import ai.radium.deployment.local.LocalRuntime;
import ai.radium.deployment.runtime.ModelRuntime;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The runtime that the operator chose. */
@Singleton
class Runtimes {
    @Produces
    @Singleton
    ModelRuntime runtime(DeploymentConfig config) {
        return switch (config.runtime()) {
            case LOCAL -> new LocalRuntime(config.local(), InstantSource.system());
            case KUBERNETES -> new ClusterRuntime(config.kubernetes(), InstantSource.system());
        };
    }

    void close(@Disposes ModelRuntime runtime) {
        runtime.close();
    }
}
