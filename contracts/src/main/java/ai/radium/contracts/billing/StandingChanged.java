package ai.radium.contracts.billing;

import org.jspecify.annotations.Nullable;

/**
 * An account may spend again, or no longer.
 *
 * @param reason code why it may not spend: CREDITS_EXHAUSTED or SPENDING_LIMIT; null when active
 */
public record StandingChanged(
        String account, Standing standing, @Nullable String reason, long version) implements StandingEvent {
    @Override
    public String eventKey() {
        return account;
    }

    public enum Standing {
        ACTIVE,
        SUSPENDED
    }
}
