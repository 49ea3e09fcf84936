package ai.radium.billing;

import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import java.util.Arrays;
import java.util.Locale;

/** What a line is for. */
enum LineType {
    /** Tokens of one call. */
    TOKENS,
    /** Tokens that one fine-tuning job trained. */
    TRAINING,
    /** The time that one replica of a dedicated deployment was ready. */
    REPLICA_SECONDS;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What its quantity counts. */
    String unit() {
        return switch (this) {
            case TOKENS, TRAINING -> "tokens";
            case REPLICA_SECONDS -> "replica_second";
        };
    }

    /** @throws ProblemException INVALID_REQUEST naming type for any other word */
    static LineType of(String word) {
        return Arrays.stream(values())
                .filter(type -> type.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        CommonProblem.INVALID_REQUEST,
                        "type must be tokens, training, replica_seconds or all",
                        "type"));
    }
}
