package ai.radium.contracts.deployment;

import ai.radium.contracts.Event;

/** A deployment moved to another state or got another number of replicas. */
public sealed interface DeploymentEvent extends Event permits DeploymentChanged {}
