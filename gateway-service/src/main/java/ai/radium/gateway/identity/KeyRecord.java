package ai.radium.gateway.identity;

import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.contracts.key.KeyChanged;
import ai.radium.gateway.limits.Quota;
import ai.radium.kit.identity.Role;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What account-service says of a key.
 *
 * @param lineage the first id of the keys that were rotated into this one; absent in old snapshots
 */
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
        Role role,
        String lineage,
        List<InheritedLimit> inheritedLimits) {
    @SuppressWarnings("NullAway") // absent lists of the wire mean empty ones
    KeyRecord {
        lineage = lineage == null ? keyId : lineage;
        inheritedLimits = inheritedLimits == null ? List.of() : List.copyOf(inheritedLimits);
        scopes = scopes == null ? List.of() : List.copyOf(scopes);
        allowedModels = allowedModels == null ? List.of() : List.copyOf(allowedModels);
        ipAllowList = ipAllowList == null ? List.of() : List.copyOf(ipAllowList);
    }

    /**
     * A limit of a key through which this one was made, which counts for it too.
     *
     * @param countedAs the lineage of that key
     */
    record InheritedLimit(
            String countedAs,
            long requests,
            int windowSeconds,
            @Nullable Integer concurrent) {}

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
                role,
                lineage,
                inheritedLimits);
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
                role,
                lineage,
                inheritedLimits);
    }

    Principal principal() {
        return new Principal(
                account,
                keyId,
                role,
                Set.copyOf(scopes),
                Set.copyOf(allowedModels),
                IpAllowList.of(ipAllowList),
                Quota.ofKey(account, lineage, accountPolicy, limits()));
    }

    private Map<String, Quota.KeyLimit> limits() {
        Map<String, Quota.KeyLimit> limits = new HashMap<>();
        for (InheritedLimit limit : inheritedLimits) {
            limits.put(
                    limit.countedAs(), new Quota.KeyLimit(limit.requests(), limit.windowSeconds(), limit.concurrent()));
        }
        if (rateLimit != null) {
            limits.put(lineage, rateLimit);
        }
        return limits;
    }
}
