package ai.radium.billing.account;

import ai.radium.billing.spending.SpendingTerms;
import ai.radium.contracts.billing.StandingChanged.Standing;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What bounds an account's spend from now on. Money is a decimal string, USD per calendar month (UTC).
 *
 * @param id the account's
 * @param spendingLimit what it set for itself, or the tier's where it set nothing
 * @param effectiveLimit the lower of that and the tier's: what counts
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SpendingLimitView(
        String id,
        String spendingLimit,
        String effectiveLimit,
        String billingTier,
        String tierLimit,
        @Nullable Standing standing) {
    static SpendingLimitView of(AccountRow account) {
        SpendingTerms terms = account.terms();
        return new SpendingLimitView(
                account.account(),
                (terms.ownLimit() == null ? terms.tierLimit() : terms.ownLimit()).rounded(),
                terms.cap().rounded(),
                terms.tier().word(),
                terms.tierLimit().rounded(),
                account.standing());
    }

    /** What the numbers alone would not say; null when there is nothing. */
    public @Nullable String warning() {
        return spendingLimit.equals(effectiveLimit)
                ? null
                : "%s allows %s USD a month; more counts from a higher tier on".formatted(billingTier, tierLimit);
    }
}
