package ai.radium.devstack.supervisor;

import ai.radium.process.ProcessIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The processes that use a test stack; it ends at once with its last Maven, and a while after any other last user. */
final class Users {
    private static final Duration LINGER = Duration.ofSeconds(60);

    private final Set<ProcessIdentity> pids = ConcurrentHashMap.newKeySet();
    private volatile Instant lastSeen = Instant.now();
    private volatile boolean lastWasMaven;

    void add(ProcessIdentity pid, boolean maven) {
        pids.add(pid);
        lastWasMaven = maven;
        lastSeen = Instant.now();
    }

    /** Whether nobody needs the stack any more. */
    boolean areGone() {
        pids.removeIf(pid -> !pid.isAlive());
        if (!pids.isEmpty()) {
            lastSeen = Instant.now();
            return false;
        }
        return lastWasMaven || Duration.between(lastSeen, Instant.now()).compareTo(LINGER) > 0;
    }
}
