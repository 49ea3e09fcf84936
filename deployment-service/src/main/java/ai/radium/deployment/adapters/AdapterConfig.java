package ai.radium.deployment.adapters;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What an operator decides about fine-tuned models on running deployments of their base. */
@ConfigMapping(prefix = "radium.deployment.adapters")
interface AdapterConfig {
    /** Most fine-tuned models on one deployment; of more the newest jobs' are taken. Default 8; a worker has at most 64. */
    @WithDefault("8")
    int most();

    /** Whether a deployment that every account may call loads the fine-tuned models of all accounts. Default false. */
    @WithDefault("false")
    boolean serverless();

    /** Wait before what failed is tried again; doubles with each further failure. Default 5 s. */
    @WithDefault("5s")
    Duration retry();

    /** Longest wait before what failed is tried again. Default 10 minutes. */
    @WithDefault("10m")
    Duration longestRetry();

    /** How long a worker may take to say what it has loaded. Default 5 s; after it the worker counts as before. */
    @WithDefault("5s")
    Duration answerTimeout();

    /** How long a worker may take to load or unload one, running calls included; then it counts as failed. Default 10 minutes. */
    @WithDefault("10m")
    Duration stepTimeout();
}
