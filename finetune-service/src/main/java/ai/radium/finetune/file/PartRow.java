package ai.radium.finetune.file;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A part of an upload as stored. */
@Entity
@Table(name = "upload_part")
class PartRow {
    @Id
    String id = "";

    String uploadId = "";

    /** Of its artifact. */
    String key = "";

    long bytes;
    Instant createdAt = Instant.EPOCH;
}
