package ai.radium.gateway.funds;

import java.util.List;

/**
 * Redis' answer.
 *
 * @param held what this process holds of the account's funds now
 * @param left what no gateway holds; below zero when more is held than there is
 * @param waitMillis after which a refusal may have become wrong; 0 = others hold for calls that run
 * @param settles whether Redis has forgotten what gateways hold, and waits for them to say it
 */
record Holding(long held, long left, long waitMillis, boolean settles) {
    /** @param reply of hold.lua */
    static Holding of(List<Object> reply) {
        return new Holding(number(reply, 0), number(reply, 1), number(reply, 2), number(reply, 3) == 1);
    }

    private static long number(List<Object> reply, int at) {
        return (Long) reply.get(at);
    }
}
