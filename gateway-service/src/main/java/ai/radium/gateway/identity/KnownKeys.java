package ai.radium.gateway.identity;

import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.contracts.key.KeyChanged;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys that this gateway has met, by their hash. Reading takes no lock; changes are rare and take turns. Holds no
 * key that account-service did not vouch for, so a flood of guesses pushes none out.
 */
final class KnownKeys {
    private static final int MOST_RECENT_CHANGES = 10_000;
    /** Longer than a lookup may take, so that its answer never undoes a change that overtook it. */
    private static final Duration RECENT = Duration.ofSeconds(10);

    private final ConcurrentHashMap<KeyHash, Known> keys = new ConcurrentHashMap<>();
    private final Map<String, KeyHash> byId = new HashMap<>();
    private final Map<String, Set<KeyHash>> byAccount = new HashMap<>();
    private final Map<String, Recent<Long>> recentVersions = recent();
    private final Map<String, Recent<RateLimitPolicy>> recentPolicies = recent();
    private final InstantSource clock;
    private final int most;
    private long changes;

    KnownKeys(InstantSource clock, int most) {
        this.clock = clock;
        this.most = most;
    }

    /** @param outdated whether it changed since: a key that is known, but must be asked for before it is used again */
    record Known(
            KeyRecord record, Authentication.Known answer, boolean revoked, boolean outdated, long expiresAtMillis) {
        static Known of(KeyRecord record) {
            return of(record, false);
        }

        private static Known of(KeyRecord record, boolean outdated) {
            Instant expires = record.expiresAt();
            return new Known(
                    record,
                    new Authentication.Known(record.principal()),
                    record.status() == KeyChanged.Status.REVOKED,
                    outdated,
                    expires == null ? Long.MAX_VALUE : expires.toEpochMilli());
        }

        Known outdatedNow() {
            return new Known(record, answer, revoked, true, expiresAtMillis);
        }

        Known under(RateLimitPolicy policy) {
            return of(record.under(policy), outdated);
        }

        boolean usable(InstantSource clock) {
            return !revoked && (expiresAtMillis == Long.MAX_VALUE || expiresAtMillis > clock.millis());
        }
    }

    private record Recent<T>(T value, Instant at) {}

    @Nullable
    Known find(KeyHash hash) {
        return keys.get(hash);
    }

    /** Keeps what a lookup brought, as later changes left it; empty if it is out of date and must be looked up again. */
    synchronized @Nullable Known put(KeyHash hash, KeyRecord looked) {
        Recent<Long> version = recentVersions.get(looked.keyId());
        if (version != null && isRecent(version) && version.value() > looked.version()) {
            return null;
        }
        Recent<RateLimitPolicy> policy = recentPolicies.get(looked.account());
        Known known = Known.of(policy != null && isRecent(policy) ? looked.under(policy.value()) : looked);
        if (keys.size() >= most && !keys.containsKey(hash)) {
            remove(keys.keySet().iterator().next());
        }
        keys.put(hash, known);
        byId.put(looked.keyId(), hash);
        byAccount.computeIfAbsent(looked.account(), account -> new HashSet<>()).add(hash);
        changes++;
        return known;
    }

    /** A revoked key is refused from now on; one that changed otherwise is looked up again. */
    synchronized void changed(String keyId, KeyChanged.Status status, long version) {
        recentVersions.put(keyId, new Recent<>(version, clock.instant()));
        KeyHash hash = byId.get(keyId);
        Known known = hash == null ? null : keys.get(hash);
        if (hash == null || known == null || known.record().version() >= version) {
            return;
        }
        if (status == KeyChanged.Status.REVOKED) {
            keys.put(hash, Known.of(known.record().revoked(version)));
        } else {
            keys.put(hash, known.outdatedNow());
        }
        changes++;
    }

    synchronized void policyChanged(String account, RateLimitPolicy policy) {
        recentPolicies.put(account, new Recent<>(policy, clock.instant()));
        for (KeyHash hash : byAccount.getOrDefault(account, Set.of())) {
            keys.computeIfPresent(hash, (key, known) -> known.under(policy));
            changes++;
        }
    }

    /** Grows whenever something changed. */
    synchronized long changes() {
        return changes;
    }

    /** Those that may be used as they are. */
    synchronized Map<KeyHash, KeyRecord> all() {
        Map<KeyHash, KeyRecord> all = new HashMap<>();
        keys.forEach((hash, known) -> {
            if (!known.outdated()) {
                all.put(hash, known.record());
            }
        });
        return all;
    }

    /** account-service knows no such key. */
    void forget(KeyHash hash) {
        if (keys.containsKey(hash)) {
            synchronized (this) {
                remove(hash);
                changes++;
            }
        }
    }

    private void remove(KeyHash hash) {
        Known removed = keys.remove(hash);
        if (removed != null) {
            byId.remove(removed.record().keyId());
            byAccount.computeIfPresent(removed.record().account(), (account, hashes) -> {
                hashes.remove(hash);
                return hashes.isEmpty() ? null : hashes;
            });
        }
    }

    private boolean isRecent(Recent<?> change) {
        return change.at().plus(RECENT).isAfter(clock.instant());
    }

    private static <T> Map<String, T> recent() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > MOST_RECENT_CHANGES;
            }
        };
    }
}
