package ai.radium.deployment;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A deployment as stored; names, configuration and replicas as JSON. */
@Entity
@Table(name = "deployment")
class DeploymentRow {
    @Id
    String id = "";

    String account = "";
    String name = "";
    String modelId = "";
    String modelNames = "";
    String servedModel = "";
    String configuration = "";
    String status = "";

    @Nullable
    String reason;

    @Nullable
    String reasonDetail;

    boolean serverless;
    int revision;
    int failures;
    String replicas = "";
    String adapters = "";
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;

    @Version
    long version;
}
