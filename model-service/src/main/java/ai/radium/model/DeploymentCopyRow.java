package ai.radium.model;

import ai.radium.contracts.deployment.DeploymentStatus;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Which deployments exist, copied from their owner's events. */
@Entity
@Table(name = "deployment_copy")
class DeploymentCopyRow {
    @Id
    String deploymentId = "";

    String account = "";
    String modelId = "";

    @Enumerated(EnumType.STRING)
    DeploymentStatus status = DeploymentStatus.PENDING;

    long version;
}
