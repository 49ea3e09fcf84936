package ai.radium.billing.spending;

import ai.radium.kit.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What bounds an account's spend.
 *
 * @param paid what it has paid in all, USD
 * @param ownLimit what it set for itself per calendar month, USD; null = none
 * @param customLimit what an operator agreed to per calendar month, USD, in place of the tier's; null = the tier that was earned
 */
public record SpendingTerms(
        Money paid, @Nullable Money ownLimit, @Nullable Money customLimit) {
    private static final int[] THRESHOLDS = {50, 80, 90, 100};
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    public SpendingTier tier() {
        return customLimit == null ? SpendingTier.earnedBy(paid) : SpendingTier.CUSTOM;
    }

    /** Of the tier, or the operator's. */
    public Money tierLimit() {
        return customLimit == null ? tier().limit() : customLimit;
    }

    /** What counts: the lower of the tier's limit and the account's own. */
    public Money cap() {
        Money tiers = tierLimit();
        return ownLimit == null || ownLimit.minus(tiers).isPositive() ? tiers : ownLimit;
    }

    /** Why it may not spend now; empty if it may. A cap is reached by a spend of just as much. */
    public Optional<SuspensionReason> suspension(Money spend, Money balance, boolean hasPaymentMethod) {
        if (!cap().minus(spend).isPositive()) {
            return Optional.of(SuspensionReason.SPENDING_LIMIT);
        }
        return balance.isPositive() || hasPaymentMethod
                ? Optional.empty()
                : Optional.of(SuspensionReason.CREDITS_EXHAUSTED);
    }

    /**
     * The thresholds that this spend has reached, rising.
     *
     * @return percentages of the cap
     */
    public IntStream thresholdsReached(Money spend) {
        return IntStream.of(THRESHOLDS).filter(percent -> hasReached(spend, percent));
    }

    private boolean hasReached(Money spend, int percent) {
        return spend.amount().multiply(HUNDRED).compareTo(cap().amount().multiply(BigDecimal.valueOf(percent))) >= 0;
    }

    /** How much of the cap is spent, in percent with two digits after the point; of a cap of nothing 100. */
    public BigDecimal percentage(Money spend) {
        return cap().isPositive()
                ? spend.amount().multiply(HUNDRED).divide(cap().amount(), 2, RoundingMode.HALF_EVEN)
                : HUNDRED.setScale(2);
    }
}
