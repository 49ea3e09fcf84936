package ai.radium.billing;

import static ai.radium.billing.spending.SpendingTier.CUSTOM;

import ai.radium.billing.account.AccountRow;
import ai.radium.billing.account.MonthlySpend;
import ai.radium.billing.invoice.InvoiceView;
import ai.radium.billing.payment.PaymentMethodView;
import ai.radium.billing.spending.SpendingTerms;
import ai.radium.billing.spending.SpendingTier;
import ai.radium.billing.spending.SuspensionReason;
import ai.radium.contracts.billing.StandingChanged.Standing;
import ai.radium.kit.money.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An account's money at a glance; of its invoices the newest of closed months. */
record BillingView(
        Account account,
        List<InvoiceView> invoices,
        List<Tier> spendingTiers,
        List<PaymentMethodView> paymentMethods,
        UpcomingInvoice upcomingInvoice) {
    private static final String PLAN = "starter";
    private static final int INVOICES = 12;

    static BillingView of(
            AccountRow account,
            MonthlySpend month,
            List<PaymentMethodView> paymentMethods,
            List<InvoiceView> invoices) {
        return new BillingView(
                Account.of(account, Money.usd(month.spend())),
                invoices.stream().limit(INVOICES).toList(),
                tiers(account.terms()),
                paymentMethods,
                new UpcomingInvoice(
                        owedOf(month, account).rounded(),
                        Money.USD.getCurrencyCode(),
                        month.month(),
                        month.month().plusMonths(1)));
    }

    /** What no credit covered, less what credit that came later has settled. */
    private static Money owedOf(MonthlySpend month, AccountRow account) {
        BigDecimal owed = account.balance().amount().amount().negate();
        return Money.usd(month.due().min(owed).max(BigDecimal.ZERO));
    }

    /** Custom terms are listed to the account alone that has them. */
    private static List<Tier> tiers(SpendingTerms terms) {
        return Stream.of(SpendingTier.values())
                .filter(tier -> tier != CUSTOM || terms.tier() == CUSTOM)
                .map(tier -> new Tier(
                        tier.word(),
                        (tier == CUSTOM ? terms.tierLimit() : tier.limit()).rounded(),
                        tier.qualification(),
                        tier == terms.tier()))
                .toList();
    }

    /**
     * The account's terms and how it stands.
     *
     * @param spendingLimit decimal string, USD per calendar month (UTC): the lower of the tier's and the account's own
     * @param ownSpendingLimit what the account set for itself; null = nothing
     * @param tierLimit decimal string, USD per calendar month
     * @param currentSpend decimal string, exact, USD in this calendar month (UTC)
     * @param usagePercentage of the spending limit, two digits after the point
     * @param credits decimal string, exact, USD left; zero when something is owed
     * @param lifetimeSpend decimal string, USD that it has paid in all, which opens tiers
     * @param standing ACTIVE or SUSPENDED; null until the account was opened
     * @param standingReason why it is SUSPENDED
     */
    record Account(
            String billingTier,
            String plan,
            @Nullable String rateLimitPolicy,
            String spendingLimit,
            @Nullable String ownSpendingLimit,
            String tierLimit,
            String currentSpend,
            BigDecimal usagePercentage,
            boolean hasPaymentMethod,
            String credits,
            String lifetimeSpend,
            String currency,
            @Nullable Standing standing,
            @Nullable SuspensionReason standingReason) {
        static Account of(AccountRow account, Money spend) {
            SpendingTerms terms = account.terms();
            BigDecimal balance = account.balance().amount().amount();
            return new Account(
                    terms.tier().word(),
                    PLAN,
                    account.rateLimitPolicy(),
                    terms.cap().rounded(),
                    terms.ownLimit() == null ? null : terms.ownLimit().rounded(),
                    terms.tierLimit().rounded(),
                    spend.exact(),
                    terms.percentage(spend),
                    account.hasPaymentMethod(),
                    Money.usd(balance.max(BigDecimal.ZERO)).exact(),
                    terms.paid().rounded(),
                    Money.USD.getCurrencyCode(),
                    account.standing(),
                    account.standingReason());
        }
    }

    /**
     * A step of spending limits.
     *
     * @param limit decimal string, USD per calendar month
     * @param qualification what an account must have done
     */
    record Tier(String name, String limit, String qualification, boolean isCurrent) {}

    /**
     * What this month's invoice would say now.
     *
     * @param amount decimal string, rounded half to even; what no credit covered
     * @param periodEnd the first day after the period
     */
    record UpcomingInvoice(String amount, String currency, LocalDate periodStart, LocalDate periodEnd) {}
}
