package ai.radium.contracts.deployment;

public enum DeploymentStatus {
    PENDING,
    DEPLOYING,
    ACTIVE,
    FAILED,
    STOPPED,
    DELETED
}
