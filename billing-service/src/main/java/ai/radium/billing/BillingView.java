package ai.radium.billing;

import ai.radium.contracts.billing.StandingChanged.Standing;
import ai.radium.kit.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An account's money at a glance. Invoices and payment methods are empty until they can be made. */
record BillingView(
        Account account,
        List<Object> invoices,
        List<SpendingTier> spendingTiers,
        List<Object> paymentMethods,
        UpcomingInvoice upcomingInvoice) {
    private static final String PLAN = "starter";
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    static BillingView of(AccountRow account, MonthlySpend month) {
        BillingTier tier = BillingTier.TIER1;
        Money balance = account.balance().amount();
        return new BillingView(
                new Account(
                        tier.word(),
                        PLAN,
                        account.rateLimitPolicy(),
                        tier.limit(),
                        Money.usd(month.spend()).exact(),
                        month.spend().multiply(HUNDRED).divide(new BigDecimal(tier.limit()), 2, RoundingMode.HALF_EVEN),
                        account.hasPaymentMethod(),
                        Money.usd(balance.amount().max(BigDecimal.ZERO)).exact(),
                        Money.USD.getCurrencyCode(),
                        account.standing()),
                List.of(),
                Stream.of(BillingTier.values())
                        .map(step -> new SpendingTier(step.word(), step.limit(), step.qualification(), step == tier))
                        .toList(),
                List.of(),
                new UpcomingInvoice(
                        Money.usd(month.due()).rounded(),
                        Money.USD.getCurrencyCode(),
                        month.month(),
                        month.month().plusMonths(1)));
    }

    /**
     * The account's terms and how it stands.
     *
     * @param spendingLimit decimal string, USD per calendar month
     * @param currentSpend decimal string, exact, USD in this calendar month (UTC)
     * @param usagePercentage of the spending limit, two digits after the point
     * @param credits decimal string, exact, USD left; zero when something is owed
     * @param standing ACTIVE or SUSPENDED; null until the account was opened
     */
    record Account(
            String billingTier,
            String plan,
            @Nullable String rateLimitPolicy,
            String spendingLimit,
            String currentSpend,
            BigDecimal usagePercentage,
            boolean hasPaymentMethod,
            String credits,
            String currency,
            @Nullable Standing standing) {}

    /**
     * A step of spending limits.
     *
     * @param limit decimal string, USD per calendar month
     * @param qualification what an account must have done
     */
    record SpendingTier(String name, String limit, String qualification, boolean isCurrent) {}

    /**
     * What this month's invoice would say now.
     *
     * @param amount decimal string, rounded half to even; what no credit covered
     * @param periodEnd the first day after the period
     */
    record UpcomingInvoice(String amount, String currency, LocalDate periodStart, LocalDate periodEnd) {}
}
