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

    @Override
    public Traces traces() {
        return new TestTraces();
    }

    private record TestTraces() implements Traces {
        @Override
        public Optional<String> endpoint() {
            return Optional.of("http://collector:4318");
        }

        @Override
        public Optional<String> sampler() {
            return Optional.empty();
        }

        @Override
        public Optional<String> samplerArg() {
            return Optional.of("0.1");
        }

        @Override
        public Optional<String> resourceAttributes() {
            return Optional.empty();
        }
    }
}
