package ai.radium.gateway.funds;

import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What became of calls' funds, for the metrics. */
public final class FundsStats {
    private static final Logger LOG = LoggerFactory.getLogger(FundsStats.class);

    private final LongAdder asked = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder cut = new LongAdder();
    private final LongAdder decidedAlone = new LongAdder();
    private final LongAdder unsure = new LongAdder();
    private final LongAdder withoutFunds = new LongAdder();
    private final LongAdder withoutPrice = new LongAdder();
    private final LongAdder open = new LongAdder();
    private volatile boolean redisAway;

    /** Round trips to Redis. */
    public long asked() {
        return asked.sum();
    }

    /** Calls that the funds did not cover. */
    public long refused() {
        return refused.sum();
    }

    /** Calls that may make fewer tokens than the context has room for. */
    public long cut() {
        return cut.sum();
    }

    /** Calls admitted beyond what is held, because Redis was away. */
    public long decidedAlone() {
        return decidedAlone.sum();
    }

    /** Calls refused because Redis was away. */
    public long unsure() {
        return unsure.sum();
    }

    /** Calls admitted without a reservation, for nothing was heard of the account's funds. */
    public long withoutFunds() {
        return withoutFunds.sum();
    }

    /** Calls admitted without a reservation, for the model has no price in force. */
    public long withoutPrice() {
        return withoutPrice.sum();
    }

    /** Reservations of calls that have not ended. */
    public long open() {
        return open.sum();
    }

    /** Whether the last question to Redis went unanswered. */
    public boolean redisAway() {
        return redisAway;
    }

    void ask() {
        asked.increment();
    }

    void refuse() {
        refused.increment();
    }

    void cutShort() {
        cut.increment();
    }

    void decideAlone() {
        decidedAlone.increment();
    }

    void giveUp() {
        unsure.increment();
    }

    void admitWithoutFunds() {
        withoutFunds.increment();
    }

    void admitWithoutPrice() {
        withoutPrice.increment();
    }

    void reserved() {
        open.increment();
    }

    void freed() {
        open.decrement();
    }

    void answered(boolean inTime) {
        if (redisAway == inTime) {
            redisAway = !inTime;
            if (inTime) {
                LOG.info("Redis answers again: funds are exact");
            } else {
                LOG.warn("Redis does not answer in time: calls go on with the funds that this gateway holds");
            }
        }
    }
}
