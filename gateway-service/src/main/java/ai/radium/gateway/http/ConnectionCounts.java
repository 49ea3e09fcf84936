package ai.radium.gateway.http;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Open connections of all clients and of each address. Shared by the loops; asked once a connection. */
final class ConnectionCounts {
    private final ConcurrentHashMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
    private final AtomicInteger all = new AtomicInteger();
    private final int most;
    private final int mostOfAddress;

    ConnectionCounts(int most, int mostOfAddress) {
        this.most = most;
        this.mostOfAddress = mostOfAddress;
    }

    /** Counts a connection in; false when there are too many, and then it is not counted. */
    boolean enter(InetAddress address) {
        if (all.incrementAndGet() > most) {
            all.decrementAndGet();
            return false;
        }
        if (byAddress.merge(address, 1, Integer::sum) > mostOfAddress) {
            leave(address);
            return false;
        }
        return true;
    }

    int open() {
        return all.get();
    }

    void leave(InetAddress address) {
        all.decrementAndGet();
        byAddress.computeIfPresent(address, (who, count) -> count == 1 ? null : count - 1);
    }
}
