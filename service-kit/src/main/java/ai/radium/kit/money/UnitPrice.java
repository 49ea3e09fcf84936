package ai.radium.kit.money;

import java.math.BigDecimal;

/** Prices of a million tokens as all replies show them: {@code "0.200"}; three digits, and as many more as there are. */
public final class UnitPrice {
    private static final int LEAST_DIGITS = 3;

    private UnitPrice() {}

    public static String text(BigDecimal price) {
        BigDecimal shortest = price.stripTrailingZeros();
        return shortest.setScale(Math.max(LEAST_DIGITS, shortest.scale())).toPlainString();
    }
}
