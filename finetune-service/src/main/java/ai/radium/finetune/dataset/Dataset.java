package ai.radium.finetune.dataset;

import ai.radium.contracts.dataset.DatasetChanged;
import ai.radium.contracts.dataset.DatasetStatus;
import ai.radium.finetune.examples.FileFormat;
import ai.radium.finetune.examples.Findings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A dataset as one of its versions shows it.
 *
 * @param latest the number of its newest content; 0 = none yet
 * @param version the one that is shown; null while there is none
 */
public record Dataset(
        String id,
        String account,
        String name,
        @Nullable String description,
        FileFormat format,
        int latest,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Version version) {
    /**
     * One content.
     *
     * @param sha256 of all of it; null until it was read, when it came in parts
     * @param findings null until it was read
     * @param tokens null until somebody has counted them
     * @param readBytes how far the reading has come
     */
    public record Version(
            int number,
            DatasetStatus status,
            String filename,
            Content content,
            @Nullable String sha256,
            @Nullable Findings findings,
            @Nullable Long tokens,
            @Nullable Fault fault,
            long readBytes,
            Instant createdAt,
            @Nullable Instant validatedAt) {}

    /** Why nothing of it can be learnt. */
    public record Fault(String code, String message) {}

    /** Of the version that is shown; nothing when there is none. */
    public Content content() {
        return version == null ? new Content(List.of()) : version.content();
    }

    public DatasetStatus status() {
        return version == null ? DatasetStatus.PROCESSING : version.status();
    }

    public long bytes() {
        return content().bytes();
    }

    public Optional<Findings> findings() {
        return Optional.ofNullable(version).map(Version::findings);
    }

    /** What others hear of it. */
    DatasetChanged changed() {
        return changed(status());
    }

    DatasetChanged deleted() {
        return changed(DatasetStatus.DELETED);
    }

    private DatasetChanged changed(DatasetStatus status) {
        return new DatasetChanged(
                id,
                account,
                name,
                version == null ? 0 : version.number(),
                status,
                format.name(),
                bytes(),
                findings().map(Findings::exampleCount).orElse(0L),
                findings().map(Findings::invalidLines).orElse(0L),
                version == null ? null : version.tokens(),
                version == null ? null : version.sha256(),
                version == null || version.fault() == null
                        ? null
                        : version.fault().code());
    }
}
