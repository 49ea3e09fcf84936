package ai.radium.deployment;

import java.util.List;

/** Some of an account's deployments and how many there are. */
record DeploymentPage(List<DeploymentView> deployments, long total) {}
