package ai.radium.kit.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * An exact amount. Metering keeps {@value #METERING_SCALE} digits after the point; only an invoice rounds, half to even
 * (IEEE 754's roundTiesToEven), to the currency's own digits.
 *
 * @param amount always of scale {@value #METERING_SCALE}
 */
public record Money(BigDecimal amount, Currency currency) {
    /** Digits after the point while metering: a price of 0.001 USD per million tokens is exact for one token. */
    public static final int METERING_SCALE = 12;

    public static final Currency USD = Currency.getInstance("USD");

    public Money {
        amount = amount.setScale(METERING_SCALE, RoundingMode.UNNECESSARY);
    }

    public static Money usd(String amount) {
        return new Money(new BigDecimal(amount), USD);
    }

    public static Money usd(BigDecimal amount) {
        return new Money(amount, USD);
    }

    public static Money zero(Currency currency) {
        return new Money(BigDecimal.ZERO, currency);
    }

    /** @throws IllegalArgumentException when the currencies differ */
    public Money plus(Money other) {
        return new Money(amount.add(sameCurrency(other).amount), currency);
    }

    /** @throws IllegalArgumentException when the currencies differ */
    public Money minus(Money other) {
        return new Money(amount.subtract(sameCurrency(other).amount), currency);
    }

    public Money negated() {
        return new Money(amount.negate(), currency);
    }

    public boolean isPositive() {
        return amount.signum() > 0;
    }

    /**
     * The exact amount as sums are shown: {@code "1.25"}, {@code "0.00000027"}; the currency's own digits, and as many
     * more as there are.
     */
    public String exact() {
        BigDecimal shortest = amount.stripTrailingZeros();
        return shortest.setScale(Math.max(currency.getDefaultFractionDigits(), shortest.scale()))
                .toPlainString();
    }

    /** All digits of metering, as single metered amounts are shown: {@code "0.000000270000"}. */
    public String metered() {
        return amount.toPlainString();
    }

    /** Rounded half to even to the currency's own digits, as an invoice shows it: {@code "12.35"}. */
    public String rounded() {
        return amount.setScale(currency.getDefaultFractionDigits(), RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    private Money sameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot combine " + currency + " with " + other.currency);
        }
        return other;
    }
}
