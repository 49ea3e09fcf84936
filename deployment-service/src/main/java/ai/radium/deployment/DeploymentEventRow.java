package ai.radium.deployment;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** One line of a deployment's history. */
@Entity
@Table(name = "deployment_event")
class DeploymentEventRow {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long position;

    String deploymentId = "";
    Instant time = Instant.EPOCH;
    String level = "";
    String type = "";
    String message = "";
}
