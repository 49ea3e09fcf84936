package ai.radium.finetune.file;

import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import org.jspecify.annotations.Nullable;

/** What files are for. */
final class Purpose {
    static final String FINE_TUNE = "fine-tune";

    private Purpose() {}

    /** @throws ProblemException INVALID_REQUEST naming it unless it is the one that is offered */
    static void require(@Nullable String purpose) {
        if (!Require.text(purpose, "purpose").equals(FINE_TUNE)) {
            throw new ProblemException(CommonProblem.INVALID_REQUEST, "purpose must be " + FINE_TUNE, "purpose");
        }
    }
}
