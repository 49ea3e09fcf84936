package ai.radium.gateway.funds;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Amounts in billionths of a dollar, as whole numbers that Redis' scripts count exactly. */
final class NanoDollars {
    /** Nine millions of dollars, below 2^53: more than that counts as that. */
    static final long MOST = 9_000_000_000_000_000L;

    private static final int DIGITS = 9;
    private static final BigDecimal BOUND = BigDecimal.valueOf(MOST);

    private NanoDollars() {}

    /** @param usd decimal string; what is below a billionth is left out */
    static long of(String usd) {
        return new BigDecimal(usd)
                .movePointRight(DIGITS)
                .setScale(0, RoundingMode.FLOOR)
                .max(BOUND.negate())
                .min(BOUND)
                .longValueExact();
    }

    /** For people: {@code 0.0000125}. */
    static String text(long amount) {
        return amount == 0
                ? "0"
                : BigDecimal.valueOf(amount, DIGITS).stripTrailingZeros().toPlainString();
    }
}
