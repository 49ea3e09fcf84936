package ai.radium.billing.spending;

import ai.radium.kit.money.Money;
import java.util.Locale;

/** A step of what an account may spend per calendar month, opened by what it has paid in all; {@code CUSTOM} is an operator's word. */
public enum SpendingTier {
    TIER1("50", "0", "A payment method"),
    TIER2("500", "50", "50.00 USD paid in all"),
    TIER3("5000", "500", "500.00 USD paid in all"),
    TIER4("50000", "5000", "5000.00 USD paid in all"),
    /** Its limit is the account's own, and it is never earned. */
    CUSTOM("0", "0", "Agreed with the operator");

    @SuppressWarnings("ImmutableEnumChecker") // a record of immutable values
    private final Money limit;

    @SuppressWarnings("ImmutableEnumChecker") // a record of immutable values
    private final Money qualifyingPayment;

    private final String qualification;

    SpendingTier(String limit, String qualifyingPayment, String qualification) {
        this.limit = Money.usd(limit);
        this.qualifyingPayment = Money.usd(qualifyingPayment);
        this.qualification = qualification;
    }

    /** The highest that so much money opens. */
    public static SpendingTier earnedBy(Money paid) {
        SpendingTier earned = TIER1;
        for (SpendingTier tier : values()) {
            if (tier != CUSTOM && !tier.qualifyingPayment.minus(paid).isPositive()) {
                earned = tier;
            }
        }
        return earned;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** USD per calendar month. */
    public Money limit() {
        return limit;
    }

    /** What an account must have done. */
    public String qualification() {
        return qualification;
    }
}
