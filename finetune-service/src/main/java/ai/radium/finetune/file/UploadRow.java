package ai.radium.finetune.file;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An upload as stored. */
@Entity
@Table(name = "upload")
class UploadRow {
    @Id
    String id = "";

    String account = "";
    String filename = "";
    String mimeType = "";

    /** Of the whole file, as it was announced. */
    long sizeBytes;

    @Enumerated(EnumType.STRING)
    UploadStatus status = UploadStatus.PENDING;

    /** What it became. */
    @Nullable
    String datasetId;

    Instant createdAt = Instant.EPOCH;
    Instant expiresAt = Instant.EPOCH;

    @Version
    long version;
}
