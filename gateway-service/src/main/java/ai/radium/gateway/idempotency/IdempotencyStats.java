package ai.radium.gateway.idempotency;

import java.util.concurrent.atomic.LongAdder;

/** What became of requests with an Idempotency-Key, for the metrics. */
public final class IdempotencyStats {
    private final LongAdder replayed = new LongAdder();
    private final LongAdder away = new LongAdder();

    public void replay() {
        replayed.increment();
    }

    public void redisAway() {
        away.increment();
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
