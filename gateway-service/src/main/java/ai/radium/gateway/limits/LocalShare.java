package ai.radium.gateway.limits;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Windows of this gateway alone, for the time that Redis is away: of each limit the part of one gateway among those
 * last heard of. Shared by the loops and locked, as it is off the usual path.
 */
final class LocalShare {
    private final InstantSource clock;
    private final Map<String, Window> windows = new HashMap<>();
    private volatile boolean inUse;

    LocalShare(InstantSource clock) {
        this.clock = clock;
    }

    private static final class Window {
        private final long share;
        private final long endMillis;
        private long used;
        private long reported;

        Window(long share, long endMillis) {
            this.share = share;
            this.endMillis = endMillis;
        }
    }

    /**
     * Admits the request if every counter has room.
     *
     * @param known what Redis last said of the counters; empty if it never did
     * @param gateways that share the limit
     */
    synchronized Decision take(Quota quota, List<Grant.Window> known, int gateways) {
        List<Window> taken = new ArrayList<>();
        for (int i = 0; i < quota.counters().size(); i++) {
            Counter counter = quota.counters().get(i);
            Window window = window(counter, i < known.size() ? known.get(i) : null, gateways);
            windows.put(counter.key(), window);
            taken.add(window);
        }
        boolean room = taken.stream().allMatch(window -> window.used < window.share);
        if (room) {
            inUse = true;
            taken.forEach(window -> window.used++);
        }
        Allowance allowance = allowance(quota, taken);
        return room
                ? new Decision.Admitted(allowance)
                : new Decision.WindowUsedUp(
                        allowance, secondsUntil(taken.get(tightest(taken)).endMillis - clock.millis()));
    }

    /** As {@link #take}, but counts nothing and begins no window. */
    synchronized Allowance look(Quota quota, List<Grant.Window> known, int gateways) {
        List<Window> seen = new ArrayList<>();
        for (int i = 0; i < quota.counters().size(); i++) {
            seen.add(window(quota.counters().get(i), i < known.size() ? known.get(i) : null, gateways));
        }
        return allowance(quota, seen);
    }

    /** What was admitted in windows that are still open and Redis was not told of, for each counter; it is told now. */
    long[] report(Quota quota) {
        return inUse ? reported(quota) : new long[quota.counters().size()];
    }

    private synchronized long[] reported(Quota quota) {
        long now = clock.millis();
        windows.values().removeIf(old -> old.endMillis <= now);
        inUse = !windows.isEmpty();
        long[] counts = new long[quota.counters().size()];
        for (int i = 0; i < counts.length; i++) {
            Window window = windows.get(quota.counters().get(i).key());
            if (window != null) {
                counts[i] = Math.max(0, window.used - window.reported);
                window.reported += counts[i];
            }
        }
        return counts;
    }

    /** Redis was not reached: what {@link #report} gave is told another time. */
    synchronized void unreport(Quota quota, long[] counts) {
        for (int i = 0; i < counts.length; i++) {
            Window window = windows.get(quota.counters().get(i).key());
            if (window != null) {
                window.reported = Math.max(0, window.reported - counts[i]);
            }
        }
    }

    /** Redis has counted these after all. */
    synchronized void uncount(Quota quota, long permits) {
        for (Counter counter : quota.counters()) {
            Window window = windows.get(counter.key());
            if (window != null) {
                window.used = Math.max(0, window.used - permits);
            }
        }
    }

    private Window window(Counter counter, Grant.@Nullable Window known, int gateways) {
        long now = clock.millis();
        Window window = windows.get(counter.key());
        if (window == null || window.endMillis <= now) {
            windows.values().removeIf(old -> old.endMillis <= now);
            window = known != null && known.endMillis() > now
                    ? new Window(shareOf(counter.limit() - known.used(), gateways), known.endMillis())
                    : new Window(shareOf(counter.limit(), gateways), now + counter.windowSeconds() * 1_000L);
        }
        return window;
    }

    /** One gateway's part of what is left; at least one request of a limit that has something left. */
    static long shareOf(long left, int gateways) {
        return left <= 0 ? 0 : Math.max(1, left / gateways);
    }

    private static Allowance allowance(Quota quota, List<Window> windows) {
        int tightest = tightest(windows);
        Counter counter = quota.counters().get(tightest);
        Window window = windows.get(tightest);
        return new Allowance(
                counter.limit(), left(window), Math.ceilDiv(window.endMillis, 1_000), counter.windowSeconds());
    }

    private static int tightest(List<Window> windows) {
        int tightest = 0;
        for (int i = 1; i < windows.size(); i++) {
            if (left(windows.get(i)) < left(windows.get(tightest))) {
                tightest = i;
            }
        }
        return tightest;
    }

    static int secondsUntil(long millis) {
        return (int) Math.max(1, Math.ceilDiv(millis, 1_000));
    }

    private static long left(Window window) {
        return window.share - window.used;
    }
}
