package ai.radium.kit.problem;

import org.jspecify.annotations.Nullable;

/** What a request must have. */
public final class Require {
    private Require() {}

    /** @throws ProblemException INVALID_REQUEST when the body is absent or JSON {@code null} */
    public static <T> T body(@Nullable T body) {
        if (body == null) {
            throw new ProblemException(CommonProblem.INVALID_REQUEST, "A JSON object is required as the body");
        }
        return body;
    }

    /** @throws ProblemException INVALID_REQUEST naming the field when it is absent or blank */
    public static String text(@Nullable String value, String field) {
        if (value == null || value.isBlank()) {
            throw new ProblemException(CommonProblem.INVALID_REQUEST, field + " is required", field);
        }
        return value;
    }
}
