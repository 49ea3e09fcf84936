package ai.radium.finetune.dataset;

import ai.radium.finetune.FinetuneProblem;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;

/** Numbers of versions as callers write them. */
final class VersionNumbers {
    private static final String ONE = "[1-9][0-9]{0,8}";

    private VersionNumbers() {}

    /** @throws ProblemException INVALID_REQUEST naming version */
    static int ofQuery(String text) {
        if (!text.matches(ONE)) {
            throw new ProblemException(
                    CommonProblem.INVALID_REQUEST, "version must be a whole number from 1 to 999999999", "version");
        }
        return Integer.parseInt(text);
    }

    /** @throws ProblemException DATASET_NOT_FOUND: there is nothing at such a path */
    static int ofPath(String text) {
        if (!text.matches(ONE)) {
            throw new ProblemException(
                    FinetuneProblem.DATASET_NOT_FOUND, "The dataset has no version " + text, "version");
        }
        return Integer.parseInt(text);
    }
}
