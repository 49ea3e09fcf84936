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

    private static long number(List<Object> reply, int at) {
        return (Long) reply.get(at);
    }
}
