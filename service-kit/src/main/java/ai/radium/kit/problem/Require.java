package ai.radium.kit.problem;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** What a request must have. */
public final class Require {
    static final String A_TIME = "a date or a time such as 2026-01-31T00:00:00Z, of the years 0001 to 9999";

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private Require() {}

    /** @throws ProblemException INVALID_REQUEST when the body is absent or JSON {@code null} */
    public static <T> T body(@Nullable T body) {
        if (body == null) {
            throw new ProblemException(
                    CommonProblem.INVALID_REQUEST, "A JSON object is required as the body", JsonFault.BODY);
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
     * A day (its start, UTC) or an instant, as in {@code 2026-01-31} and {@code 2026-01-31T12:00:00Z}, of the years 1 to
     * 9999: beyond them neither PostgreSQL's times nor sums of durations hold.
     *
     * @throws ProblemException INVALID_REQUEST naming the field when it is neither, or out of range
     */
    public static Instant time(String value, String field) {
        try {
            return bounded(
                    value.contains("T")
                            ? Instant.parse(value)
                            : LocalDate.parse(value)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant());
        } catch (DateTimeParseException e) {
            throw new ProblemException(CommonProblem.INVALID_REQUEST, field + " must be " + A_TIME, field);
        }
    }

    /** @throws DateTimeParseException when its year is not 1 to 9999 */
    static Instant bounded(Instant time) {
        if (time.isBefore(FIRST) || !time.isBefore(END)) {
            throw new DateTimeParseException("not of the years 1 to 9999", time.toString(), 0);
        }
        return time;
    }

    /**
     * {@code true} or {@code false}; null when absent or {@code all}, which filters nothing.
     *
     * @throws ProblemException INVALID_REQUEST naming the field for any other word
     */
    public static @Nullable Boolean flag(@Nullable String value, String field) {
        return switch (value) {
            case null -> null;
            case "all" -> null;
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new ProblemException(
                        CommonProblem.INVALID_REQUEST, field + " must be one of true, false, all", field);
        };
    }
}
