package ai.radium.deployment.cluster;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What an operator decides about pods. */
public interface ClusterConfig {
    /** Path of a kubeconfig; absent = the pod's own service account, or {@code KUBECONFIG}. */
    Optional<Path> kubeconfig();

    /** Namespace of everything that is made; it must exist. */
    @WithDefault("radium")
    String namespace();

    /** The worker's image. */
    @WithDefault("radium/inference-worker:latest")
    String image();

    /** A pod that cannot be scheduled for this long means NO_CAPACITY. */
    @WithDefault("30s")
    Duration unschedulableAfter();

    /** How long a pod goes on taking calls after its end was decided, until every edge knows. */
    @WithDefault("10s")
    Duration drainDelay();

    /** How long a worker may take to end its calls after the drain delay, whole seconds; then it is killed. */
    @WithDefault("${radium.stop-seconds:30}s")
    Duration stopTimeout();
}
