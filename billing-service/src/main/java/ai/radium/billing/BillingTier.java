package ai.radium.billing;

import java.util.Locale;

/** What an account may spend per calendar month, and what opens the step. */
enum BillingTier {
    TIER1("50.00", "A payment method"),
    TIER2("500.00", "50.00 USD spent"),
    TIER3("5000.00", "500.00 USD spent"),
    TIER4("50000.00", "5000.00 USD spent");

    private final String limit;
    private final String qualification;

    BillingTier(String limit, String qualification) {
        this.limit = limit;
        this.qualification = qualification;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Decimal string, USD. */
    String limit() {
        return limit;
    }

    String qualification() {
        return qualification;
    }
}
