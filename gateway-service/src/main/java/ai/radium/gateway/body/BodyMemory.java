package ai.radium.gateway.body;

import java.util.HashMap;
import java.util.Map;

/** How much memory bodies take at the moment, in all and by account. Shared by the loops; asked for long bodies only. */
public final class BodyMemory {
    private static final int ACCOUNTS_SHARE = 4;

    private final long most;
    private final Map<String, Long> byAccount = new HashMap<>();
    private long used;
    private long refused;

    /** @param most bytes of all bodies together; one account may have a quarter of it */
    public BodyMemory(long most) {
        this.most = most;
    }

    synchronized boolean reserve(String account, long bytes) {
        long mine = byAccount.getOrDefault(account, 0L) + bytes;
        if (used + bytes > most || mine > most / ACCOUNTS_SHARE) {
            refused++;
            return false;
        }
        used += bytes;
        byAccount.put(account, mine);
        return true;
    }

    synchronized void free(String account, long bytes) {
        used -= bytes;
        byAccount.computeIfPresent(account, (who, mine) -> mine == bytes ? null : mine - bytes);
    }

    /** Bytes that bodies hold at the moment. */
    public synchronized long used() {
        return used;
    }

    /** Requests that were refused because there was no memory for their bodies. */
    public synchronized long refused() {
        return refused;
    }
}
