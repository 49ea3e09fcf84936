package ai.radium.gateway.idempotency;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What became of requests with an Idempotency-Key, for the metrics. */
public final class IdempotencyStats {
    private static final Logger LOG = LoggerFactory.getLogger(IdempotencyStats.class);

    private final LongAdder replayed = new LongAdder();
    private final LongAdder away = new LongAdder();
    private volatile boolean isAway;

    public void replay() {
        replayed.increment();
    }

    /** @param failure what came instead of Redis' answer; the request is refused for it */
    public void asked(@Nullable Throwable failure) {
        boolean answers = failure == null;
        if (!answers) {
            away.increment();
        }
        if (isAway == answers) {
            isAway = !answers;
            if (answers) {
                LOG.info("Redis answers again: requests with an Idempotency-Key are served");
            } else {
                LOG.atWarn()
                        .setCause(failure)
                        .log("Redis says nothing of Idempotency-Keys: requests with one are refused");
            }
        }
    }

    /** Requests that were given a kept reply. */
    public long replayed() {
        return replayed.sum();
    }

    /** Requests that were refused because Redis did not answer. */
    public long refused() {
        return away.sum();
    }
}
