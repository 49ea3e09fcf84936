package ai.radium.model;

import jakarta.persistence.Entity;
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
    long version;
}
