package ai.radium.finetune.job;

import ai.radium.contracts.finetune.JobStatus;
import ai.radium.finetune.trainer.JobFailure;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A job as stored; documents are JSON. */
@Entity
@Table(name = "job")
class JobRow {
    @Id
    String id = "";

    String account = "";
    String name = "";

    @Nullable
    String suffix;

    String baseModel = "";

    /** {@link Job.Origin}. */
    String base = "";

    @Nullable
    String startedFrom;

    String datasetId = "";
    int datasetNumber;

    /** {@link Source}. */
    String training = "";

    @Nullable
    String validationId;

    @Nullable
    Integer validationNumber;

    /** {@link Source}. */
    @Nullable
    String validation;

    /** {@link ai.radium.finetune.estimate.Configuration}. */
    String configuration = "";

    /** Names and texts. */
    @Nullable
    String metadata;

    /** Whether its result is to be deployed. */
    boolean deploy;

    @Enumerated(EnumType.STRING)
    JobStatus status = JobStatus.PENDING;

    @Enumerated(EnumType.STRING)
    @Nullable
    JobFailure reason;

    @Nullable
    String reasonText;

    /** {@link ai.radium.finetune.estimate.Plan}. */
    @Nullable
    String plan;

    BigDecimal price = BigDecimal.ZERO;
    String currency = "";
    int step;
    long trainedTokens;

    @Nullable
    Double seconds;

    /** {@link Evaluation}. */
    @Nullable
    String evaluation;

    @Nullable
    String model;

    /** {@link Result}. */
    @Nullable
    String result;

    long told;
    int restarts;
    int attempts;

    @Nullable
    String leaseOwner;

    @Nullable
    Instant leaseUntil;

    boolean cleared;
    Instant createdAt = Instant.EPOCH;

    @Nullable
    Instant startedAt;

    @Nullable
    Instant endedAt;

    @Version
    long version;
}
