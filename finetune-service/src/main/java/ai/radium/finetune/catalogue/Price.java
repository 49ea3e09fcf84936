package ai.radium.finetune.catalogue;

import ai.radium.kit.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * What training costs.
 *
 * @param perMillion currency units per 1,000,000 trained tokens
 */
public record Price(BigDecimal perMillion, String currency) {
    private static final int MILLION_DIGITS = 6;

    /** As it is metered: exact for prices of up to six digits after the point, else rounded half to even. */
    public Money of(long tokens) {
        return new Money(
                perMillion
                        .multiply(BigDecimal.valueOf(tokens))
                        .movePointLeft(MILLION_DIGITS)
                        .setScale(Money.METERING_SCALE, RoundingMode.HALF_EVEN),
                Currency.getInstance(currency));
    }
}
