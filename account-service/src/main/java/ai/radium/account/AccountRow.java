package ai.radium.account;

import ai.radium.contracts.account.AccountChanged;
import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.contracts.account.AccountChanged.Scope;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An account as stored, with the numbers of its policy in force. */
@Entity
@Table(name = "account")
public class AccountRow {
    @Id
    private String id;

    private String name;

    private @Nullable String openedBy;

    private String policyName;
    private long policyRequests;
    private int policyWindowSeconds;

    @Enumerated(EnumType.STRING)
    private Scope policyScope;

    private @Nullable Integer policyConcurrent;
    private Instant createdAt;

    @SuppressWarnings("UnusedVariable") // its change makes a new version
    private long membersVersion;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected AccountRow() {}

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    Instant createdAt() {
        return createdAt;
    }

    void rename(String newName) {
        name = newName;
    }

    /** The next event tells the gateways to ask again who its members are. */
    public void membersChanged() {
        membersVersion++;
    }

    /** A user who has left may open an account anew. */
    public void leftBy(String sub) {
        if (sub.equals(openedBy)) {
            openedBy = null;
        }
        membersChanged();
    }

    RateLimitPolicy policy() {
        return new RateLimitPolicy(policyName, policyRequests, policyWindowSeconds, policyScope, policyConcurrent);
    }

    void put(RateLimitPolicy policy) {
        policyName = policy.name();
        policyRequests = policy.requests();
        policyWindowSeconds = policy.windowSeconds();
        policyScope = policy.scope();
        policyConcurrent = policy.concurrent();
    }

    public AccountChanged changed() {
        return new AccountChanged(id, name, createdAt, policy(), version);
    }
}
