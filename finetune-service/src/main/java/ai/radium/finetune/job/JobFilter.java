package ai.radium.finetune.job;

import ai.radium.contracts.finetune.JobStatus;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which jobs a list holds; {@code all}, or nothing, filters nothing. */
record JobFilter(Optional<JobStatus> status) {
    private static final String ALL = "all";

    /** @throws ProblemException INVALID_REQUEST naming status for any other word */
    static JobFilter of(@Nullable String status) {
        return new JobFilter(status == null || status.equals(ALL) ? Optional.empty() : Optional.of(known(status)));
    }

    private static JobStatus known(String word) {
        return Arrays.stream(JobStatus.values())
                .filter(each -> word(each).equals(word))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        CommonProblem.INVALID_REQUEST,
                        "status must be one of "
                                + Arrays.stream(JobStatus.values())
                                        .map(JobFilter::word)
                                        .collect(Collectors.joining(", "))
                                + ", all",
                        "status"));
    }

    /** As a status reads outside. */
    static String word(JobStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    Map<String, String> shown() {
        return Map.of("status", status.map(JobFilter::word).orElse(ALL));
    }
}
