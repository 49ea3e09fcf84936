package ai.radium.billing.pricing;

import ai.radium.kit.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What an hour of one accelerator costs.
 *
 * @param amount USD, not negative, of at most {@value Money#METERING_SCALE} digits after the point
 */
public record HourlyPrice(BigDecimal amount) {
    /** The version that lines of time, and of calls that time pays for, name as their price's. */
    public static final String VERSION = "replica-seconds";

    private static final BigDecimal SECONDS_OF_AN_HOUR = BigDecimal.valueOf(3_600);

    public HourlyPrice {
        if (amount.signum() < 0 || amount.stripTrailingZeros().scale() > Money.METERING_SCALE) {
            throw new IllegalArgumentException("a price of " + amount + " per hour cannot be charged");
        }
    }

    /** @throws IllegalArgumentException when it is no decimal number, or not in USD */
    public static HourlyPrice of(String amount, String currency) {
        if (!currency.equals(Money.USD.getCurrencyCode())) {
            throw new IllegalArgumentException("currency " + currency + " is not USD");
        }
        return new HourlyPrice(new BigDecimal(amount));
    }

    /** What one replica's time costs: seconds × count × price / 3600, rounded half to even to the last metered digit. */
    public Money amountOf(long seconds, int count) {
        return Money.usd(amount.multiply(BigDecimal.valueOf(seconds))
                .multiply(BigDecimal.valueOf(count))
                .divide(SECONDS_OF_AN_HOUR, Money.METERING_SCALE, RoundingMode.HALF_EVEN));
    }
}
