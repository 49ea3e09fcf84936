package ai.radium.gateway.limits;

import ai.radium.gateway.limits.Quota.AtOnce;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Open requests at this gateway, of the callers that have a limit of them. Shared by the loops. */
final class AtOnceCounts {
    private final ConcurrentHashMap<String, Integer> open = new ConcurrentHashMap<>();

    /** Counts the request in; if a limit is reached, counts nothing and says which. */
    Optional<AtOnce> enter(Quota quota) {
        for (int i = 0; i < quota.atOnce().size(); i++) {
            AtOnce limit = quota.atOnce().get(i);
            if (open.merge(limit.key(), 1, Integer::sum) > limit.most()) {
                leave(quota, i + 1);
                return Optional.of(limit);
            }
        }
        return Optional.empty();
    }

    /** Counted in and not out again, a request once for each of its limits. */
    int open() {
        return open.values().stream().mapToInt(Integer::intValue).sum();
    }

    void leave(Quota quota) {
        leave(quota, quota.atOnce().size());
    }

    private void leave(Quota quota, int first) {
        for (int i = 0; i < first; i++) {
            open.computeIfPresent(quota.atOnce().get(i).key(), (key, count) -> count == 1 ? null : count - 1);
        }
    }
}
