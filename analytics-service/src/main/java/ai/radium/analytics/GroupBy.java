package ai.radium.analytics;

import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a report can be broken down by. */
enum GroupBy {
    MODEL,
    DEPLOYMENT,
    KEY,
    ADAPTER,
    JOB,
    DAY;

    String groupOf(RollupKey key) {
        return switch (this) {
            case MODEL -> key.model();
            case DEPLOYMENT -> key.deploymentId();
            case KEY -> key.keyId();
            case ADAPTER -> key.adapter();
            case JOB -> key.jobId();
            case DAY -> LocalDate.ofInstant(key.start(), ZoneOffset.UTC).toString();
        };
    }

    /** @throws ProblemException INVALID_REQUEST naming groupBy for any other word */
    static @Nullable GroupBy of(@Nullable String word) {
        return word == null
                ? null
                : Arrays.stream(values())
                        .filter(by -> by.name().toLowerCase(Locale.ROOT).equals(word))
                        .findFirst()
                        .orElseThrow(() -> new ProblemException(
                                CommonProblem.INVALID_REQUEST,
                                "groupBy must be model, deployment, key, adapter, job or day",
                                "groupBy"));
    }
}
