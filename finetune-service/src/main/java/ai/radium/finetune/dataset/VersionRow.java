package ai.radium.finetune.dataset;

import ai.radium.contracts.dataset.DatasetStatus;
import ai.radium.finetune.examples.FileFormat;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One content of a dataset as stored, with what was found in it. */
@Entity
@Table(name = "dataset_version")
class VersionRow {
    /** {@code ds_…@1}. */
    @Id
    String id = "";

    String datasetId = "";
    int number;

    @Enumerated(EnumType.STRING)
    FileFormat format = FileFormat.JSONL;

    String account = "";

    @Enumerated(EnumType.STRING)
    DatasetStatus status = DatasetStatus.PROCESSING;

    String filename = "";
    long sizeBytes;

    /** {@link Content} as JSON. */
    String content = "";

    @Nullable
    String sha256;

    /** That the client says the content has. */
    @Nullable
    String expectedMd5;

    /** {@link ai.radium.finetune.examples.Findings} as JSON. */
    @Nullable
    String findings;

    @Nullable
    Long tokens;

    @Nullable
    String errorCode;

    @Nullable
    String errorText;

    /** How far the reading has come. */
    long readBytes;

    int attempts;

    @Nullable
    String leaseOwner;

    @Nullable
    Instant leaseUntil;

    Instant createdAt = Instant.EPOCH;

    @Nullable
    Instant validatedAt;
}
