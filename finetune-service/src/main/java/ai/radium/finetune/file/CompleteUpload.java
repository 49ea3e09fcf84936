package ai.radium.finetune.file;

import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Of which parts a file is made, in their order.
 *
 * @param md5 of the whole file, in hexadecimal
 */
@JsonNaming(SnakeCaseStrategy.class)
record CompleteUpload(
        @Nullable List<@Nullable String> partIds, @Nullable String md5) {
    private static final int MOST_PARTS = 10_000;

    /** @throws ProblemException INVALID_REQUEST naming the member */
    List<String> parts() {
        if (partIds == null || partIds.isEmpty() || partIds.size() > MOST_PARTS) {
            throw refusal("part_ids must have 1 to 10,000 ids of parts");
        }
        for (String id : partIds) {
            if (id == null) {
                throw refusal("part_ids must hold ids of parts");
            }
        }
        List<String> ids = List.copyOf(partIds);
        if (new HashSet<>(ids).size() < ids.size()) {
            throw refusal("part_ids names a part twice");
        }
        if (md5 != null && !md5.matches("[0-9a-fA-F]{32}")) {
            throw new ProblemException(CommonProblem.INVALID_REQUEST, "md5 must be 32 hexadecimal digits", "md5");
        }
        return ids;
    }

    static ProblemException refusal(String detail) {
        return new ProblemException(CommonProblem.INVALID_REQUEST, detail, "part_ids");
    }
}
