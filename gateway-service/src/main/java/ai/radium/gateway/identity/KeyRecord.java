package ai.radium.gateway.identity;

import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.contracts.key.KeyChanged;
import ai.radium.gateway.limits.Quota;
import ai.radium.kit.identity.Role;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What account-service says of a key. */
record KeyRecord(
        String keyId,
        String account,
        KeyChanged.Status status,
        List<String> scopes,
        List<String> allowedModels,
        List<String> ipAllowList,
        Quota.@Nullable KeyLimit rateLimit,
        @Nullable Instant expiresAt,
        long version,
        RateLimitPolicy accountPolicy,
        Role role) {
    @SuppressWarnings("NullAway") // absent lists of the wire mean empty ones
    KeyRecord {
        scopes = scopes == null ? List.of() : List.copyOf(scopes);
        allowedModels = allowedModels == null ? List.of() : List.copyOf(allowedModels);
        ipAllowList = ipAllowList == null ? List.of() : List.copyOf(ipAllowList);
    }

    KeyRecord revoked(long atVersion) {
        return new KeyRecord(
                keyId,
                account,
                KeyChanged.Status.REVOKED,
                scopes,
                allowedModels,
                ipAllowList,
                rateLimit,
                expiresAt,
                atVersion,
                accountPolicy,
                role);
    }

    KeyRecord under(RateLimitPolicy policy) {
        return new KeyRecord(
                keyId,
                account,
                status,
                scopes,
                allowedModels,
                ipAllowList,
                rateLimit,
                expiresAt,
                version,
                policy,
                role);
    }

    Principal principal() {
        return new Principal(
                account,
                keyId,
                role,
                Set.copyOf(scopes),
                Set.copyOf(allowedModels),
                IpAllowList.of(ipAllowList),
                Quota.of(account, keyId, accountPolicy, rateLimit));
    }
}
