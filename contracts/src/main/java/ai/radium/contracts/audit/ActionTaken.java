package ai.radium.contracts.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call that changed something, told in the transaction of its change.
 *
 * @param account whose log it belongs in
 * @param actor the user's {@code sub} or the key's id
 * @param address of the client, as the gateway saw it; null when it did not say
 * @param action the kind of thing and what was done to it, for example {@code api_key.create}
 * @param resource the id of what was acted on
 * @param change a JSON object as text: what the call named, without secrets
 */
public record ActionTaken(
        String account,
        Instant time,
        String actor,
        @Nullable String address,
        @Nullable String requestId,
        String action,
        String resource,
        String change)
        implements AuditEvent {
    @Override
    public String eventKey() {
        return account;
    }
}
