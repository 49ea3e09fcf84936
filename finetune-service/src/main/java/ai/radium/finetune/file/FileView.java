package ai.radium.finetune.file;

import ai.radium.finetune.dataset.Dataset;
import ai.radium.finetune.dataset.DatasetIds;
import ai.radium.finetune.job.ResultFile;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * A dataset as a file.
 *
 * @param createdAt in seconds since 1970
 * @param status uploaded while it is read, then processed or error
 * @param statusDetails why it is of no use
 */
@JsonNaming(SnakeCaseStrategy.class)
public record FileView(
        String id,
        String object,
        long bytes,
        long createdAt,
        @Nullable Long expiresAt,
        String filename,
        String purpose,
        String status,
        @Nullable String statusDetails) {
    static FileView of(ResultFile results) {
        return new FileView(
                results.id(),
                "file",
                results.bytes().length,
                results.createdAt().getEpochSecond(),
                null,
                results.filename(),
                Purpose.RESULTS,
                "processed",
                null);
    }

    static FileView of(Dataset dataset) {
        Dataset.Version version = dataset.version();
        return new FileView(
                DatasetIds.file(dataset.id()),
                "file",
                dataset.bytes(),
                dataset.createdAt().getEpochSecond(),
                null,
                version == null ? dataset.name() : version.filename(),
                Purpose.FINE_TUNE,
                switch (dataset.status()) {
                    case PROCESSING -> "uploaded";
                    case READY -> "processed";
                    case ERROR, DELETED -> "error";
                },
                version == null || version.fault() == null
                        ? null
                        : version.fault().message());
    }
}
