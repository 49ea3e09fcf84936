package ai.radium.finetune.file;

import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import org.jspecify.annotations.Nullable;

/** What files are for. */
final class Purpose {
    static final String FINE_TUNE = "fine-tune";

    /** What a job measured; nobody sends such a file. */
    static final String RESULTS = "fine-tune-results";

    private Purpose() {}

    /**
     * Whether results are looked for, and not what was sent.
     *
     * @throws ProblemException INVALID_REQUEST naming it unless it is one that files have
     */
    static boolean isResults(String purpose) {
        if (!purpose.equals(FINE_TUNE) && !purpose.equals(RESULTS)) {
            throw new ProblemException(
                    CommonProblem.INVALID_REQUEST,
                    "purpose must be one of %s, %s".formatted(FINE_TUNE, RESULTS),
                    "purpose");
        }
        return purpose.equals(RESULTS);
    }

    /** @throws ProblemException INVALID_REQUEST naming it unless it is the one that is offered */
    static void require(@Nullable String purpose) {
        if (!Require.text(purpose, "purpose").equals(FINE_TUNE)) {
            throw new ProblemException(CommonProblem.INVALID_REQUEST, "purpose must be " + FINE_TUNE, "purpose");
        }
    }
}
