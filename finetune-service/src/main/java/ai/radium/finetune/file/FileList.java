package ai.radium.finetune.file;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of files. */
@JsonNaming(SnakeCaseStrategy.class)
record FileList(
        String object,
        List<FileView> data,
        @Nullable String firstId,
        @Nullable String lastId,
        boolean hasMore) {
    /** @param found one more than the limit when there are more */
    static FileList of(List<FileView> found, int limit) {
        List<FileView> files = found.stream().limit(limit).toList();
        return new FileList(
                "list",
                files,
                files.isEmpty() ? null : files.getFirst().id(),
                files.isEmpty() ? null : files.getLast().id(),
                found.size() > limit);
    }
}
