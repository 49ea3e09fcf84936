package ai.radium.deployment.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

record TestClusterConfig(Optional<Path> kubeconfig, String namespace, Duration unschedulableAfter)
        implements ClusterConfig {
    TestClusterConfig(Optional<Path> kubeconfig, String namespace) {
        this(kubeconfig, namespace, Duration.ofSeconds(1));
    }

    @Override
    public String image() {
        return "example/worker:1";
    }

    @Override
    public Duration drainDelay() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Duration stopTimeout() {
        return Duration.ofSeconds(30);
    }
}
