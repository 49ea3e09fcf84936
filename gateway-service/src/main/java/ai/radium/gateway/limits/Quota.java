package ai.radium.gateway.limits;

import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.contracts.account.AccountChanged.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything that limits one caller; made once per caller and asked for each request.
 *
 * @param id equal for callers that are counted together
 * @param counters the account's policy, and the key's own lower limit if it has one
 * @param atOnce requests open at the same time, by what is counted together
 */
public record Quota(String id, List<Counter> counters, List<AtOnce> atOnce) {
    public Quota {
        counters = List.copyOf(counters);
        atOnce = List.copyOf(atOnce);
    }

    /** A key's own limit, beside that of its account. */
    public record KeyLimit(
            long requests, int windowSeconds, @Nullable Integer concurrent) {}

    /** @param most requests open at the same time at this gateway */
    record AtOnce(String key, int most) {}

    /** @param actor the first id of the key's lineage or the user's {@code sub} */
    public static Quota of(String account, String actor, RateLimitPolicy policy, @Nullable KeyLimit own) {
        return ofKey(account, actor, policy, own == null ? Map.of() : Map.of(actor, own));
    }

    /**
     * @param lineage the first id of the keys that were rotated into this one
     * @param own limits of keys, by the lineage that they are counted for: a rotated key goes on with the count of the
     *     one before, and a limit whose window was changed with what it had counted
     */
    public static Quota ofKey(String account, String lineage, RateLimitPolicy policy, Map<String, KeyLimit> own) {
        // The braces keep all counters of an account on one node of a Redis cluster, as one script must.
        String prefix = "radium:limit:{" + account + "}:";
        String shared = prefix + (policy.scope() == Scope.KEY ? "key:" + lineage : "account");
        List<Counter> counters = new ArrayList<>();
        List<AtOnce> atOnce = new ArrayList<>();
        counters.add(new Counter(shared + ":" + policy.windowSeconds(), policy.requests(), policy.windowSeconds()));
        if (policy.concurrent() != null) {
            atOnce.add(new AtOnce(shared, policy.concurrent()));
        }
        new TreeMap<>(own).forEach((counted, limit) -> {
            String ofKey = prefix + "own:" + counted;
            counters.add(new Counter(ofKey, limit.requests(), limit.windowSeconds()));
            if (limit.concurrent() != null) {
                atOnce.add(new AtOnce(ofKey, limit.concurrent()));
            }
        });
        String id = counters.stream()
                .map(counter -> counter.key() + "/" + counter.windowSeconds() + "=" + counter.limit())
                .collect(Collectors.joining(" "));
        return new Quota(id, counters, atOnce);
    }

    /** Permits to lease ahead of need; 0 if one of the limits is so small that every request asks. */
    long mostAhead() {
        return counters.stream().mapToLong(Counter::mostAhead).min().orElse(0);
    }
}
