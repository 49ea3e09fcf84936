package ai.radium.billing.pricing;

import ai.radium.kit.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A price that can be charged.
 *
 * @param input USD per 1,000,000 prompt tokens
 * @param output USD per 1,000,000 completion tokens
 * @param training USD per 1,000,000 trained tokens; null = the model cannot be fine-tuned
 */
public record Price(
        String version,
        Instant validFrom,
        BigDecimal input,
        BigDecimal output,
        @Nullable BigDecimal training) implements PriceVersion {
    /** Prices are per 10^6 tokens, so each token costs this many digits more than the price has. */
    private static final int TOKENS_DIGITS = 6;

    private static final int MOST_DIGITS = Money.METERING_SCALE - TOKENS_DIGITS;

    public Price {
        if (!isChargeable(input) || !isChargeable(output) || (training != null && !isChargeable(training))) {
            throw new IllegalArgumentException("price " + version + " cannot be charged exactly");
        }
    }

    /** A price as it was announced; refused when it is no amount of USD of at most six digits after the point. */
    public static PriceVersion of(
            String version,
            Instant validFrom,
            String input,
            String output,
            @Nullable String training,
            String currency) {
        if (!currency.equals(Money.USD.getCurrencyCode())) {
            return new RefusedPrice(version, validFrom, "currency " + currency + " is not USD");
        }
        try {
            BigDecimal in = new BigDecimal(input);
            BigDecimal out = new BigDecimal(output);
            BigDecimal trained = training == null ? null : new BigDecimal(training);
            return isChargeable(in) && isChargeable(out) && (trained == null || isChargeable(trained))
                    ? new Price(version, validFrom, in, out, trained)
                    : new RefusedPrice(
                            version, validFrom, "not an amount of at most " + MOST_DIGITS + " digits after the point");
        } catch (NumberFormatException e) {
            return new RefusedPrice(version, validFrom, "not a decimal number");
        }
    }

    /** What the tokens cost, exact to the last digit. */
    public Money amountOf(long promptTokens, long completionTokens) {
        return new Money(
                input.multiply(BigDecimal.valueOf(promptTokens))
                        .add(output.multiply(BigDecimal.valueOf(completionTokens)))
                        .movePointLeft(TOKENS_DIGITS),
                Money.USD);
    }

    /** What trained tokens cost, exact to the last digit; empty while the model could not be fine-tuned. */
    public Optional<Money> amountOfTraining(long tokens) {
        return Optional.ofNullable(training)
                .map(price ->
                        new Money(price.multiply(BigDecimal.valueOf(tokens)).movePointLeft(TOKENS_DIGITS), Money.USD));
    }

    private static boolean isChargeable(BigDecimal price) {
        return price.signum() >= 0 && price.stripTrailingZeros().scale() <= MOST_DIGITS;
    }
}
