package ai.radium.deployment.reconcile;

import ai.radium.deployment.cluster.ClusterRuntime;
import ai.radium.deployment.local.LocalRuntime;
import ai.radium.deployment.runtime.ModelRuntime;
import ai.radium.deployment.runtime.WorkerSecret;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The runtime that the operator chose. */
@Singleton
class Runtimes {
    private static final Logger LOG = Logger.getLogger(Runtimes.class);

    /** @throws IllegalStateException when pods would take calls from anybody in the cluster */
    @Produces
    @Singleton
    ModelRuntime runtime(
            ReconcileConfig config,
            @ConfigProperty(name = WorkerSecret.PROPERTY) Optional<Path> secretFile,
            InstantSource clock) {
        Optional<WorkerSecret> secret = secretFile.map(WorkerSecret::read);
        return switch (config.runtime()) {
            case LOCAL -> local(config, secret, clock);
            case KUBERNETES ->
                new ClusterRuntime(
                        config.kubernetes(),
                        secret.orElseThrow(
                                () -> new IllegalStateException(
                                        WorkerSecret.PROPERTY
                                                + " (RADIUM_WORKER_SECRET_FILE) is required with radium.deployment.runtime=kubernetes")),
                        clock);
        };
    }

    void close(@Disposes ModelRuntime runtime) {
        runtime.close();
    }

    private static ModelRuntime local(ReconcileConfig config, Optional<WorkerSecret> secret, InstantSource clock) {
        if (secret.isEmpty()) {
            LOG.warn(WorkerSecret.PROPERTY + " is not set: every process of this machine may call the workers");
        }
        return new LocalRuntime(config.local(), secret, clock);
    }
}
