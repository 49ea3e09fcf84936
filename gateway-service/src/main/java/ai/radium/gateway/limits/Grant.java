package ai.radium.gateway.limits;

import java.util.ArrayList;
import java.util.List;

/**
 * Redis' answer.
 *
 * @param given permits, 0 or more
 * @param waitMillis after which a refusal may have become wrong; 0 = it is final for the window
 */
record Grant(long given, long waitMillis, List<Window> windows) {
    /**
     * @param used permits given out to all gateways
     * @param endMillis since the epoch, by Redis' clock
     */
    record Window(long used, long endMillis, long millisLeft) {}

    /** @param reply of take.lua */
    static Grant of(List<Object> reply) {
        List<Window> windows = new ArrayList<>();
        for (int at = 2; at < reply.size(); at += 3) {
            windows.add(new Window(number(reply, at), number(reply, at + 1), number(reply, at + 2)));
        }
        return new Grant(number(reply, 0), number(reply, 1), List.copyOf(windows));
    }

    /** @param counters that the windows are of; gives the place of the one with least left */
    int tightest(List<Counter> counters) {
        int tightest = 0;
        for (int i = 1; i < windows.size(); i++) {
            if (left(counters, i) < left(counters, tightest)) {
                tightest = i;
            }
        }
        return tightest;
    }

    /** Of the windows without room the one that ends last. */
    Window exhausted(List<Counter> counters) {
        Window longest = windows.get(tightest(counters));
        for (int i = 0; i < windows.size(); i++) {
            Window window = windows.get(i);
            if (left(counters, i) <= 0 && window.endMillis() > longest.endMillis()) {
                longest = window;
            }
        }
        return longest;
    }

    private long left(List<Counter> counters, int i) {
        return counters.get(i).limit() - windows.get(i).used();
    }

    private static long number(List<Object> reply, int at) {
        return (Long) reply.get(at);
    }
}
