package ai.radium.finetune.file;

import ai.radium.finetune.upload.FileNames;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of a file before it sends it in parts.
 *
 * @param bytes of the whole file
 */
@JsonNaming(SnakeCaseStrategy.class)
record CreateUpload(
        @Nullable String filename,
        @Nullable String purpose,
        @Nullable Long bytes,
        @Nullable String mimeType) {
    private static final int LONGEST_TYPE = 255;

    /**
     * @param most bytes of a file
     * @throws ProblemException INVALID_REQUEST naming the member
     */
    void check(long most) {
        Require.text(filename, "filename");
        Purpose.require(purpose);
        if (bytes == null || bytes < 1 || bytes > most) {
            throw new ProblemException(
                    CommonProblem.INVALID_REQUEST, "bytes must be a whole number from 1 to " + most, "bytes");
        }
        if (Require.text(mimeType, "mime_type").length() > LONGEST_TYPE) {
            throw new ProblemException(
                    CommonProblem.INVALID_REQUEST, "mime_type may have at most 255 characters", "mime_type");
        }
    }

    String plainName() {
        return FileNames.plain(filename);
    }
}
