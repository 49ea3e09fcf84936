package ai.radium.deployment;

import io.smallrye.config.WithDefault;

/** What one account may hold at once, so that it takes nothing from the others. */
interface QuotaConfig {
    /** Deployments, whatever their state. Default 20. */
    @WithDefault("20")
    int deployments();

    /**
     * Replicas of all deployments together that are to run, the least number of each. Default 6: on one machine, whose
     * default is 8 workers, no account takes all.
     */
    @WithDefault("6")
    int replicas();

    /** Accelerators of one type that those replicas use; CPUs are counted by replicas only. Default 16. */
    @WithDefault("16")
    int gpus();

    /** Deployments on their way, pending or deploying. Default 10; beyond it the caller is told to wait. */
    @WithDefault("10")
    int starting();
}
