package ai.radium.gateway.identity;

import ai.radium.kit.identity.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When keys were last presented for management calls, until account-service has heard of it. It knows calls of models from
 * their usage. Not kept over a restart: it is for people who look for keys that nobody uses.
 */
final class KeyUses {
    private static final String KEY_ID_START = "key_";
    /** The most that account-service takes at once. */
    private static final int MOST = 1_000;

    private final Map<String, Instant> last = new ConcurrentHashMap<>();

    /** One key's last call, as account-service reads it. */
    record KeyUse(String keyId, Instant usedAt) {}

    void note(Caller caller, Instant at) {
        String actor = caller.actor();
        if (actor.startsWith(KEY_ID_START) && (last.size() < MOST || last.containsKey(actor))) {
            last.put(actor, at);
        }
    }

    /** What was not told yet; whoever takes it tells it, or {@link #giveBack gives it back}. */
    List<KeyUse> take() {
        List<KeyUse> taken = new ArrayList<>();
        for (Map.Entry<String, Instant> use : List.copyOf(last.entrySet())) {
            taken.add(new KeyUse(use.getKey(), use.getValue()));
            last.remove(use.getKey(), use.getValue()); // stays when the key was used again just now
        }
        return taken;
    }

    void giveBack(List<KeyUse> untold) {
        untold.forEach(use -> last.merge(use.keyId(), use.usedAt(), (one, other) -> one.isAfter(other) ? one : other));
    }
}
