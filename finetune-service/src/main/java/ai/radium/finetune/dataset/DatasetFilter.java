package ai.radium.finetune.dataset;

import ai.radium.contracts.dataset.DatasetStatus;
import ai.radium.finetune.examples.FileFormat;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a list is confined to; null = no filter. The word {@code all} means the same. */
record DatasetFilter(
        @Nullable DatasetStatus status, @Nullable FileFormat format) {
    private static final String ALL = "all";
    private static final List<DatasetStatus> VISIBLE =
            List.of(DatasetStatus.PROCESSING, DatasetStatus.READY, DatasetStatus.ERROR);

    /** @throws ProblemException INVALID_REQUEST naming the parameter for any other word */
    static DatasetFilter of(@Nullable String status, @Nullable String format) {
        return new DatasetFilter(
                status == null || status.equals(ALL) ? null : status(status),
                format == null || format.equals(ALL) ? null : NewDataset.format(format));
    }

    private static DatasetStatus status(String word) {
        return VISIBLE.stream()
                .filter(each -> word(each).equals(word))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        CommonProblem.INVALID_REQUEST,
                        "status must be one of processing, ready, error, all",
                        "status"));
    }

    /** As a status reads outside. */
    static String word(DatasetStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    Map<String, String> shown() {
        return Map.of("status", status == null ? ALL : word(status), "format", format == null ? ALL : format.name());
    }
}
