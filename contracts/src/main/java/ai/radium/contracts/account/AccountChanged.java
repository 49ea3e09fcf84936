package ai.radium.contracts.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account as the gateway and billing need it.
 *
 * @param createdAt when the account was opened; billing grants the sign-up credit once per account
 * @param version grows with every change of this account
 */
public record AccountChanged(
        String account, String name, Instant createdAt, RateLimitPolicy rateLimitPolicy, long version)
        implements AccountEvent {
    @Override
    public String eventKey() {
        return account;
    }

    /**
     * How many requests an account may send.
     *
     * @param name free, pro, tier1, tier2, tier3 or enterprise
     * @param requests allowed per window
     * @param windowSeconds length of the fixed window
     */
    public record RateLimitPolicy(
            String name,
            long requests,
            int windowSeconds,
            Scope scope,
            @Nullable Integer concurrent) {}

    /** What is counted together. */
    public enum Scope {
        KEY,
        ACCOUNT
    }
}
