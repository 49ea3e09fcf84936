package ai.radium.kit.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request, as the gateway proved it.
 *
 * @param account the account acted on; empty for the gateway's own calls
 * @param actor the user's {@code sub} or the key's id
 * @param scopes what a key is confined to; empty = all that its role may
 * @param suspended whether the account may not spend
 */
public record Caller(
        String account,
        String actor,
        Role role,
        Set<String> scopes,
        @Nullable String requestId,
        boolean suspended) {
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** One whose account may spend. */
    public Caller(String account, String actor, Role role, Set<String> scopes, @Nullable String requestId) {
        this(account, actor, role, scopes, requestId, false);
    }
}
