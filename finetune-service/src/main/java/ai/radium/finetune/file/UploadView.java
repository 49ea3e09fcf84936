package ai.radium.finetune.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An upload as its account sees it.
 *
 * @param file what it became, once it is completed
 * @param parts that are there, in the order of their coming; told where it is asked for, for whoever goes on after a break
 */
@JsonNaming(SnakeCaseStrategy.class)
record UploadView(
        String id,
        String object,
        long bytes,
        long createdAt,
        String filename,
        String purpose,
        String mimeType,
        String status,
        long expiresAt,
        @Nullable FileView file,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<PartView> parts) {

    @JsonNaming(SnakeCaseStrategy.class)
    record PartView(String id, String object, long createdAt, String uploadId, long bytes) {
        static PartView of(PartRow row) {
            return new PartView(row.id, "upload.part", row.createdAt.getEpochSecond(), row.uploadId, row.bytes);
        }
    }

    static UploadView of(UploadRow row) {
        return of(row, null, null);
    }

    static UploadView of(UploadRow row, @Nullable FileView file, @Nullable List<PartRow> parts) {
        return new UploadView(
                row.id,
                "upload",
                row.sizeBytes,
                row.createdAt.getEpochSecond(),
                row.filename,
                Purpose.FINE_TUNE,
                row.mimeType,
                row.status.word(),
                row.expiresAt.getEpochSecond(),
                file,
                parts == null ? null : parts.stream().map(PartView::of).toList());
    }
}
