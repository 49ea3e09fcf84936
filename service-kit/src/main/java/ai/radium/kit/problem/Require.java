package ai.radium.kit.problem;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
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

    /**
     * A day (its start, UTC) or an instant, as in {@code 2026-01-31} and {@code 2026-01-31T12:00:00Z}.
     *
     * @throws ProblemException INVALID_REQUEST naming the field when it is neither
     */
    public static Instant time(String value, String field) {
        try {
            return value.contains("T")
                    ? Instant.parse(value)
                    : LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new ProblemException(
                    CommonProblem.INVALID_REQUEST,
                    field + " must be a date or a time such as 2026-01-31T00:00:00Z",
                    field);
        }
    }
}
