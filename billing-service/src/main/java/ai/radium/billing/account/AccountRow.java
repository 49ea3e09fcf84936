package ai.radium.billing.account;

import ai.radium.billing.ledger.CustomerBalance;
import ai.radium.billing.spending.SpendingTerms;
import ai.radium.billing.spending.SuspensionReason;
import ai.radium.contracts.billing.FundsChanged;
import ai.radium.contracts.billing.SpendingThresholdReached;
import ai.radium.contracts.billing.StandingChanged;
import ai.radium.contracts.billing.StandingChanged.Standing;
import ai.radium.kit.money.Money;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An account's running balance and terms; whoever posts for the account holds this row's lock. */
@Entity
@Table(name = "billing_account")
public class AccountRow {
    @Id
    private String account;

    private BigDecimal balance;
    private BigDecimal paid;
    private boolean opened;
    private boolean hasPaymentMethod;
    private @Nullable String rateLimitPolicy;
    private long policyVersion;
    private @Nullable BigDecimal ownLimit;
    private @Nullable BigDecimal customLimit;

    @Enumerated(EnumType.STRING)
    private @Nullable Standing standing;

    @Enumerated(EnumType.STRING)
    private @Nullable SuspensionReason standingReason;

    @SuppressWarnings("UnusedVariable") // read in queries
    private @Nullable LocalDate standingMonth;

    private long standingVersion;
    private @Nullable LocalDate toldMonth;
    private int toldPercent;
    private long fundsVersion;

    @Version
    private int version;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected AccountRow() {}

    /** Of an account whose opening has not reached us yet; never stored. */
    static AccountRow unheard(String account) {
        AccountRow row = new AccountRow();
        row.account = account;
        row.balance = BigDecimal.ZERO;
        row.paid = BigDecimal.ZERO;
        return row;
    }

    public String account() {
        return account;
    }

    public CustomerBalance balance() {
        return new CustomerBalance(account, Money.usd(balance));
    }

    public void settle(CustomerBalance after) {
        balance = after.amount().amount();
    }

    /** What bounds its spend now. */
    public SpendingTerms terms() {
        return new SpendingTerms(Money.usd(paid), money(ownLimit), money(customLimit));
    }

    /** Money that came from the account itself, which counts towards its tier. */
    public void receive(Money payment) {
        paid = paid.add(payment.amount());
    }

    public void limitItself(Money perMonth) {
        ownLimit = perMonth.amount();
    }

    /** @param perMonth null = the tier that was earned */
    public void agreeTo(@Nullable Money perMonth) {
        customLimit = perMonth == null ? null : perMonth.amount();
    }

    public boolean isOpened() {
        return opened;
    }

    public void open() {
        opened = true;
    }

    public boolean hasPaymentMethod() {
        return hasPaymentMethod;
    }

    public void havePaymentMethod(boolean has) {
        hasPaymentMethod = has;
    }

    public @Nullable String rateLimitPolicy() {
        return rateLimitPolicy;
    }

    public @Nullable Standing standing() {
        return standing;
    }

    public @Nullable SuspensionReason standingReason() {
        return standingReason;
    }

    /** Events of an account come in order, but for a replayed dead letter. */
    public void followPolicy(String policy, long eventVersion) {
        if (eventVersion >= policyVersion) {
            rateLimitPolicy = policy;
            policyVersion = eventVersion;
        }
    }

    /**
     * The news, when what the account may do has changed, or why it may not. An account not opened yet has no standing.
     *
     * @param month what it spent in the month that it is now
     */
    Optional<StandingChanged> reviewStanding(MonthlySpend month) {
        SuspensionReason reason = terms().suspension(Money.usd(month.spend()), Money.usd(balance), hasPaymentMethod)
                .orElse(null);
        standingMonth = reason == SuspensionReason.SPENDING_LIMIT ? month.month() : null;
        Standing due = reason == null ? Standing.ACTIVE : Standing.SUSPENDED;
        if (!opened || (due == standing && reason == standingReason)) {
            return Optional.empty();
        }
        standing = due;
        standingReason = reason;
        standingVersion++;
        return Optional.of(new StandingChanged(account, due, reason == null ? null : reason.name(), standingVersion));
    }

    /**
     * What it may still spend.
     *
     * @param month what it spent in the month that it is now
     * @param charged the calls that are charged
     */
    FundsChanged funds(MonthlySpend month, List<ChargedCalls> charged) {
        fundsVersion++;
        return new FundsChanged(
                account,
                Money.usd(balance).exact(),
                hasPaymentMethod,
                month.month(),
                Money.usd(month.spend()).exact(),
                terms().cap().exact(),
                Money.USD.getCurrencyCode(),
                charged.stream()
                        .map(calls -> new FundsChanged.Contained(
                                calls.gateway(),
                                calls.records(),
                                Money.usd(calls.amount()).metered()))
                        .toList(),
                fundsVersion);
    }

    /** Thresholds of the month that were reached and not told before. */
    List<SpendingThresholdReached> reviewThresholds(MonthlySpend month, Instant now) {
        if (!month.month().equals(toldMonth)) {
            toldMonth = month.month();
            toldPercent = 0;
        }
        Money spend = Money.usd(month.spend());
        int told = toldPercent;
        String cap = terms().cap().rounded();
        List<SpendingThresholdReached> news = terms().thresholdsReached(spend)
                .filter(percent -> percent > told)
                .mapToObj(percent -> new SpendingThresholdReached(
                        account, month.month(), percent, cap, spend.exact(), Money.USD.getCurrencyCode(), now))
                .toList();
        if (!news.isEmpty()) {
            toldPercent = news.getLast().percent();
        }
        return news;
    }

    private static @Nullable Money money(@Nullable BigDecimal amount) {
        return amount == null ? null : Money.usd(amount);
    }
}
