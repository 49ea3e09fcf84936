package ai.radium.account.key;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes of a key's settings (RFC 7396): null brings a field's default back, a field that is not sent stays. */
record UpdateKey(
        @Nullable Sent<String> name,
        @Nullable Sent<List<String>> scopes,
        @Nullable Sent<List<String>> allowedModels,
        @Nullable Sent<List<String>> ipAllowList,
        @Nullable Sent<KeyLimit> rateLimit,
        @Nullable NotOffered spendingLimit,
        @Nullable Sent<Instant> expiresAt) {
    KeySettings over(KeySettings before) {
        return new KeySettings(
                Sent.or(name, before.name()),
                Sent.or(scopes, before.scopes()),
                Sent.or(allowedModels, before.allowedModels()),
                Sent.or(ipAllowList, before.ipAllowList()),
                Sent.or(rateLimit, before.rateLimit()),
                spendingLimit,
                Sent.or(expiresAt, before.expiresAt()));
    }
}
