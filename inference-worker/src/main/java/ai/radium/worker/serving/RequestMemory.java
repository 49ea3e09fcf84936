package ai.radium.worker.serving;

import java.util.HashMap;
import java.util.Map;

/**
 * The heap that requests may take together, and each account of it, from before one is read until it is answered. No account
 * gets more than half, so that there is always some for another.
 */
public final class RequestMemory {
    private final long budget;
    private final Map<String, Long> byAccount = new HashMap<>();
    private long held;

    /** @param budget bytes */
    public RequestMemory(long budget) {
        this.budget = budget;
    }

    /** Bytes, of all requests. */
    public synchronized long held() {
        return held;
    }

    /** Bytes that one request can get at best. */
    long largest() {
        return budget / 2;
    }

    /** What it takes has to be given back. */
    synchronized boolean take(String account, long bytes) {
        long own = byAccount.getOrDefault(account, 0L) + bytes;
        if (own > largest() || held + bytes > budget) {
            return false;
        }
        byAccount.put(account, own);
        held += bytes;
        return true;
    }

    synchronized void giveBack(String account, long bytes) {
        held -= bytes;
        byAccount.computeIfPresent(account, (_, own) -> own > bytes ? own - bytes : null);
    }
}
