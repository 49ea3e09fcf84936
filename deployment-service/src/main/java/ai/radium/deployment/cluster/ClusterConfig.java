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

    /** Where workers send their traces and which ones; absent = as this service. */
    Traces traces();

    /** As OpenTelemetry's variables of the same names. No headers: a pod's environment is no place for credentials. */
    interface Traces {
        /** URL of a collector that takes OTLP over HTTP; absent = workers trace nothing. */
        @WithDefault("${OTEL_EXPORTER_OTLP_ENDPOINT:}")
        Optional<String> endpoint();

        @WithDefault("${OTEL_TRACES_SAMPLER:}")
        Optional<String> sampler();

        @WithDefault("${OTEL_TRACES_SAMPLER_ARG:}")
        Optional<String> samplerArg();

        @WithDefault("${OTEL_RESOURCE_ATTRIBUTES:}")
        Optional<String> resourceAttributes();
    }
}
