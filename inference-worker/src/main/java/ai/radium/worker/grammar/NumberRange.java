package ai.radium.worker.grammar;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbers between two bounds; an absent one leaves fifteen digits, which a double still holds exactly.
 *
 * @param least null = no bound
 * @param most null = no bound
 */
record NumberRange(
        @Nullable BigDecimal least,
        boolean leastExcluded,
        @Nullable BigDecimal most,
        boolean mostExcluded) {
    static final BigDecimal FARTHEST = BigDecimal.TEN.pow(15).subtract(BigDecimal.ONE);

    private static final int FRACTION_DIGITS = 6;

    boolean isOpen() {
        return least == null && most == null;
    }

    /** The expressions of the whole numbers in the range; none when there is no such number. */
    List<String> integers() {
        return isOpen() ? List.of("\"0\"", "\"-\"? [1-9] [0-9]{0,14}") : ofScale(0);
    }

    /** The same for numbers with up to six digits behind the point. */
    List<String> numbers() {
        if (isOpen()) {
            return List.of("\"-\"? (\"0\" | [1-9] [0-9]{0,14}) (\".\" [0-9]{1,15})? ([eE] [-+]? [1-9] [0-9]?)?");
        }
        List<String> expressions = new ArrayList<>();
        for (int scale = 0; scale <= FRACTION_DIGITS; scale++) {
            expressions.addAll(ofScale(scale));
        }
        return expressions;
    }

    private List<String> ofScale(int scale) {
        BigInteger from = scaled(least == null ? FARTHEST.negate() : least, scale, leastExcluded, RoundingMode.FLOOR);
        BigInteger to = scaled(most == null ? FARTHEST : most, scale, mostExcluded, RoundingMode.CEILING);
        List<String> expressions =
                new ArrayList<>(Digits.between(from.max(BigInteger.ZERO), to.max(BigInteger.valueOf(-1)), scale));
        BigInteger smallest = to.min(BigInteger.valueOf(-1)).negate();
        for (String digits : Digits.between(smallest, from.negate(), scale)) {
            expressions.add("\"-\" " + digits);
        }
        return expressions;
    }

    /** The outermost number of this scale that the bound lets through. */
    private static BigInteger scaled(BigDecimal bound, int scale, boolean excluded, RoundingMode outwards) {
        BigDecimal scaled = bound.movePointRight(scale);
        BigInteger outer = scaled.setScale(0, outwards).toBigIntegerExact();
        boolean isLeast = outwards == RoundingMode.FLOOR;
        boolean outside = excluded || new BigDecimal(outer).compareTo(scaled) != 0;
        return outside ? outer.add(isLeast ? BigInteger.ONE : BigInteger.valueOf(-1)) : outer;
    }
}
