package ai.radium.deployment.reconcile;

import ai.radium.deployment.cluster.ClusterConfig;
import ai.radium.deployment.local.LocalConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What an operator decides about where replicas run and how often they are looked at. */
@ConfigMapping(prefix = "radium.deployment")
interface ReconcileConfig {
    /** Where replicas run: {@code local} processes of this machine, or {@code kubernetes}. Default local. */
    @WithDefault("local")
    Place runtime();

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
