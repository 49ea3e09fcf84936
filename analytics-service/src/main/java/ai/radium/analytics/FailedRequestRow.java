package ai.radium.analytics;

import ai.radium.contracts.usage.UsageRecord;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A request that failed. */
@Entity
@Immutable
@Table(name = "failed_request")
class FailedRequestRow {
    @Id
    @SuppressWarnings("UnusedVariable") // read in queries
    private String usageId;

    @SuppressWarnings("UnusedVariable") // read in queries
    private String account;

    private Instant time;
    private String model;
    private String deploymentId;
    private @Nullable String keyId;
    private String requestId;
    private int status;
    private String code;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected FailedRequestRow() {}

    FailedRequestRow(String account, UsageRecord record) {
        this.usageId = record.id();
        this.account = account;
        this.time = record.time();
        this.model = record.model();
        this.deploymentId = record.deploymentId();
        this.keyId = record.keyId();
        this.requestId = record.requestId();
        this.status = record.status();
        this.code = Objects.requireNonNullElse(record.errorCode(), "UNKNOWN");
    }

    ErrorAnalysis.RecentError toView() {
        return new ErrorAnalysis.RecentError(time, code, status, model, deploymentId, keyId, requestId);
    }
}
