package ai.radium.gateway.identity;

import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.contracts.account.AccountChanged.Scope;
import ai.radium.gateway.limits.Quota;
import ai.radium.kit.identity.Role;
import java.util.Set;

/** Callers as tests of other packages need them. */
public final class Principals {
    private static final RateLimitPolicy POLICY = new RateLimitPolicy("test", 9, 60, Scope.ACCOUNT, null);

    private Principals() {}

    /** An owner's key. */
    public static Principal key(String account, Set<String> allowedModels) {
        return new Principal(
                account,
                "key_1",
                Role.OWNER,
                Set.of(),
                allowedModels,
                IpAllowList.ANYWHERE,
                Quota.of(account, "key_1", POLICY, null));
    }
}
