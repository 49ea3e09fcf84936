package ai.radium.gateway.limits;

import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the limiter did, for the metrics. */
public final class LimitStats {
    private static final Logger LOG = LoggerFactory.getLogger(LimitStats.class);

    private final LongAdder asked = new LongAdder();
    private final LongAdder decidedAlone = new LongAdder();
    private volatile boolean redisAway;

    /** Round trips to Redis. */
    public long asked() {
        return asked.sum();
    }

    /** Requests that were decided by this gateway's share because Redis was away or too slow. */
    public long decidedAlone() {
        return decidedAlone.sum();
    }

    /** Whether the last question to Redis went unanswered. */
    public boolean redisAway() {
        return redisAway;
    }

    void ask() {
        asked.increment();
    }

    void decideAlone() {
        decidedAlone.increment();
    }

    void answered(boolean inTime) {
        if (redisAway == inTime) {
            redisAway = !inTime;
            if (inTime) {
                LOG.info("Redis answers again: limits are exact");
            } else {
                LOG.warn("Redis does not answer in time: this gateway admits its own share of each limit");
            }
        }
    }
}
