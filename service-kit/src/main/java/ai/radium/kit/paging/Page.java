package ai.radium.kit.paging;

import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;
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

    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    /**
     * From query parameters; a limit over {@value #MAX_LIMIT} is clamped, whatever its size.
     *
     * @throws ProblemException INVALID_REQUEST naming the parameter when it is no number, limit &lt; 1 or offset &lt; 0
     */
    public static Page of(@Nullable String limit, @Nullable String offset) {
        return new Page(limit(limit, DEFAULT_LIMIT, MAX_LIMIT), offset(offset));
    }

    /**
     * The slice of a file: as many as it may hold unless the query says less.
     *
     * @throws ProblemException INVALID_REQUEST as {@link #of}
     */
    public static Page ofFile(@Nullable String limit, @Nullable String offset, int most) {
        return new Page(limit(limit, most, most), offset(offset));
    }

    private static int limit(@Nullable String value, int otherwise, int most) {
        return value == null
                ? otherwise
                : whole(value)
                        .filter(number -> number.signum() > 0)
                        .orElseThrow(() -> refusal("limit", "of at least 1"))
                        .min(BigInteger.valueOf(most))
                        .intValueExact();
    }

    private static int offset(@Nullable String value) {
        return value == null
                ? 0
                : whole(value)
                        .filter(number -> number.bitLength() < Integer.SIZE)
                        .orElseThrow(() -> refusal("offset", "from 0 to " + Integer.MAX_VALUE))
                        .intValueExact();
    }

    /** Digits of ASCII: Java's own readers take those of every script. */
    private static Optional<BigInteger> whole(String value) {
        return DIGITS.matcher(value).matches() ? Optional.of(new BigInteger(value)) : Optional.empty();
    }

    private static ProblemException refusal(String name, String bound) {
        return new ProblemException(CommonProblem.INVALID_REQUEST, name + " must be a whole number " + bound, name);
    }
}
