package ai.radium.billing;

import ai.radium.billing.ledger.CustomerBalance;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An account's running balance; whoever posts for the account holds this row's lock. */
@Entity
@Table(name = "billing_account")
class AccountRow {
    @Id
    private String account;

    private BigDecimal balance;
    private boolean opened;
    private boolean hasPaymentMethod;
    private @Nullable String rateLimitPolicy;
    private long policyVersion;

    @Enumerated(EnumType.STRING)
    private @Nullable Standing standing;

    private long standingVersion;

    @Version
    private int version;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected AccountRow() {}

    /** Of an account whose opening has not reached us yet; never stored. */
    static AccountRow unheard(String account) {
        AccountRow row = new AccountRow();
        row.account = account;
        row.balance = BigDecimal.ZERO;
        return row;
    }

    CustomerBalance balance() {
        return new CustomerBalance(account, Money.usd(balance));
    }

    void settle(CustomerBalance after) {
        balance = after.amount().amount();
    }

    boolean isOpened() {
        return opened;
    }

    void open() {
        opened = true;
    }

    boolean hasPaymentMethod() {
        return hasPaymentMethod;
    }

    @Nullable
    String rateLimitPolicy() {
        return rateLimitPolicy;
    }

    @Nullable
    Standing standing() {
        return standing;
    }

    /** Events of an account come in order, but for a replayed dead letter. */
    void followPolicy(String policy, long eventVersion) {
        if (eventVersion >= policyVersion) {
            rateLimitPolicy = policy;
            policyVersion = eventVersion;
        }
    }

    /** The news, when what the account may do has changed. An account not opened yet has no standing. */
    Optional<StandingChanged> reviewStanding() {
        Standing due = balance.signum() > 0 || hasPaymentMethod ? Standing.ACTIVE : Standing.SUSPENDED;
        if (!opened || due == standing) {
            return Optional.empty();
        }
        standing = due;
        standingVersion++;
        return Optional.of(new StandingChanged(
                account, due, due == Standing.SUSPENDED ? "CREDITS_EXHAUSTED" : null, standingVersion));
    }
}
