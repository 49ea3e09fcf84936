package ai.radium.contracts.deployment;

import ai.radium.contracts.Event;

/** A deployment moved to another state or got another number of replicas, or one of these is to be paid for. */
public sealed interface DeploymentEvent extends Event permits DeploymentChanged, ReplicaTimeUsed {
    /** Whose deployments every account may call by the names of their models. */
    String PLATFORM_ACCOUNT = "acct_platform";
}
