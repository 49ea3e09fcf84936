package ai.radium.finetune.dataset;

import ai.radium.finetune.examples.FileFormat;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A dataset as stored. */
@Entity
@Table(name = "dataset")
class DatasetRow {
    @Id
    String id = "";

    String account = "";
    String name = "";

    @Nullable
    String description;

    @Enumerated(EnumType.STRING)
    FileFormat format = FileFormat.JSONL;

    /** 0 = no content yet. */
    int latestVersion;

    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;

    @Version
    long version;
}
