package ai.radium.gateway.limits;

import java.util.List;
import java.util.stream.IntStream;

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
        return new Grant(
                number(reply, 0),
                number(reply, 1),
                IntStream.range(0, (reply.size() - 2) / 3)
                        .map(i -> 2 + 3 * i)
                        .mapToObj(at -> new Window(number(reply, at), number(reply, at + 1), number(reply, at + 2)))
                        .toList());
    }

    private static long number(List<Object> reply, int at) {
        return (Long) reply.get(at);
    }
}
