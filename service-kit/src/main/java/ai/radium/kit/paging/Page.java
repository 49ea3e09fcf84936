package ai.radium.kit.paging;

import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * A slice of a list.
 *
 * @param limit 1 to {@value #MAX_LIMIT}
 * @param offset 0 or more
 */
public record Page(int limit, int offset) {
    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 100;

    /**
     * From query parameters; a limit over {@value #MAX_LIMIT} is clamped.
     *
     * @throws ProblemException INVALID_REQUEST naming the parameter when it is no number, limit &lt; 1 or offset &lt; 0
     */
    public static Page of(@Nullable String limit, @Nullable String offset) {
        return new Page(Math.min(number("limit", limit, DEFAULT_LIMIT, 1), MAX_LIMIT), number("offset", offset, 0, 0));
    }

    /**
     * The slice of a file: as many as it may hold unless the query says less.
     *
     * @throws ProblemException INVALID_REQUEST as {@link #of}
     */
    public static Page ofFile(@Nullable String limit, @Nullable String offset, int most) {
        return new Page(Math.min(number("limit", limit, most, 1), most), number("offset", offset, 0, 0));
    }

    private static int number(String name, @Nullable String value, int fallback, int least) {
        if (value == null) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // falls through to the refusal below: same message for words and for numbers out of range
        }
        throw new ProblemException(
                CommonProblem.INVALID_REQUEST, name + " must be a whole number of at least " + least, name);
    }
}
