package ai.radium.gateway.identity;

import ai.radium.gateway.limits.Quota;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A caller whom the edge knows; made once and shared by all of its requests.
 *
 * @param actor the key's id or the user's {@code sub}
 * @param scopes what a key is confined to; empty = all that its role may
 * @param allowedModels names a key is confined to; empty = every model of the account
 */
public record Principal(
        String account,
        String actor,
        Role role,
        Set<String> scopes,
        Set<String> allowedModels,
        IpAllowList addresses,
        Quota quota) {
    /**
     * The caller as services behind the edge are told.
     *
     * @param suspended whether the account may not spend
     */
    public Caller caller(boolean suspended) {
        return new Caller(account, actor, role, scopes, null, suspended);
    }

    /** The key's id; null for a user's token. */
    public @Nullable String keyId() {
        return actor.startsWith("key_") ? actor : null;
    }
}
