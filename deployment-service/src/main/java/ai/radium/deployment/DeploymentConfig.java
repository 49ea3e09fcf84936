package ai.radium.deployment;

import ai.radium.deployment.cluster.ClusterConfig;
import ai.radium.deployment.local.LocalConfig;
import ai.radium.deployment.runtime.Accelerator;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What an operator decides about deployments. */
@ConfigMapping(prefix = "radium.deployment")
interface DeploymentConfig {
    /** Where replicas run: {@code local} processes of this machine, or {@code kubernetes}. Default local. */
    @WithDefault("local")
    Place runtime();

    /** Base of the public API that endpoint URLs start with. */
    @WithDefault("http://127.0.0.1:8000/v1")
    String publicUrl();

    /** How often every deployment is compared with what runs, whether something happened or not. Default 5 s. */
    @WithDefault("5s")
    Duration resync();

    /** How often a deployment on its way is looked at. Default 500 ms. */
    @WithDefault("500ms")
    Duration poll();

    /** Wait before a failed deployment is tried again; doubles with each further failure. Default 5 s. */
    @WithDefault("5s")
    Duration retry();

    /** Longest wait before a failed deployment is tried again. Default 10 minutes. */
    @WithDefault("10m")
    Duration longestRetry();

    /** A look at a deployment, or a pause between two looks at all, of this length makes liveness DOWN. Default 2 minutes. */
    @WithDefault("2m")
    Duration stuckAfter();

    /** Models that every account may call without a deployment of its own; the platform's account runs them. */
    Optional<List<String>> serverless();

    /** What is offered, each as {@code name:GiB:USD per hour:node product}; node product {@code -} = no GPU. */
    @WithDefault("H100 80GB:80:4.50:NVIDIA-H100-80GB-HBM3,A100 80GB:80:2.90:NVIDIA-A100-SXM4-80GB,"
            + "L40S 48GB:48:1.80:NVIDIA-L40S,H200 141GB:141:6.00:NVIDIA-H200,A10G 24GB:24:1.00:NVIDIA-A10G,"
            + "T4 16GB:16:0.50:Tesla-T4,CPU:0:0.00:-")
    List<Accelerator> accelerators();

    /** What one account may hold. */
    QuotaConfig quota();

    /** Processes of this machine. */
    LocalConfig local();

    /** Pods. */
    ClusterConfig kubernetes();

    /** Where replicas run. */
    enum Place {
        LOCAL,
        KUBERNETES
    }
}
