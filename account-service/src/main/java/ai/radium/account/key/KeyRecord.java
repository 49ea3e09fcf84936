package ai.radium.account.key;

import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.kit.identity.Role;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the gateway has to know of a key. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record KeyRecord(
        String keyId,
        String account,
        String status,
        List<String> scopes,
        List<String> allowedModels,
        List<String> ipAllowList,
        @Nullable KeyLimit rateLimit,
        @Nullable Instant expiresAt,
        long version,
        RateLimitPolicy accountPolicy,
        Role role,
        String lineage,
        List<CountedLimit> inheritedLimits) {
    /** A key that has expired is told as it is: the gateway knows the time itself. */
    static KeyRecord of(KeyRow row, RateLimitPolicy policy) {
        KeySettings settings = row.settings();
        return new KeyRecord(
                row.id(),
                row.account(),
                statusOf(row),
                settings.scopeList(),
                settings.modelList(),
                settings.addressList(),
                settings.rateLimit(),
                row.end(),
                row.version(),
                policy,
                row.role(),
                row.lineage(),
                row.inheritedLimits());
    }

    static String statusOf(KeyRow row) {
        return row.isRevoked() ? "revoked" : "active";
    }
}
