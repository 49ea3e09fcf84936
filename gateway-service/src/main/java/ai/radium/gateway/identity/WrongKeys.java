package ai.radium.gateway.identity;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keys that account-service did not know a moment ago; of many, the last ones. Safe on any thread. */
final class WrongKeys {
    private static final int MOST = 10_000;

    /** A key that somebody brings along may be made after it was tried. */
    private static final Duration KEPT = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final LinkedHashMap<KeyHash, Long> seenMillis = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<KeyHash, Long> eldest) {
            return size() > MOST;
        }
    };

    WrongKeys(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void add(KeyHash hash) {
        seenMillis.putLast(hash, clock.millis());
    }

    synchronized boolean contains(KeyHash hash) {
        Long seen = seenMillis.get(hash);
        return seen != null && clock.millis() - seen < KEPT.toMillis();
    }
}
