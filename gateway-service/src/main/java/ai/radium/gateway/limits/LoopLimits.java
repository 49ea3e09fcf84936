package ai.radium.gateway.limits;

import ai.radium.gateway.time.GatewayTime;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The limiter of one event loop: all state is the loop's own, so that nothing here locks. */
public final class LoopLimits {
    private static final Duration SWEEP = Duration.ofSeconds(30);

    private final Map<String, Windows> callers = new HashMap<>();
    private final EventLoop loop;
    private final RedisPermits redis;
    private final LocalShare share;
    private final AtOnceCounts atOnce;
    private final LimitStats stats;
    private final long patienceMillis;
    private final GatewayTime time;
    private long redisAwayUntilNanos;

    LoopLimits(
            EventLoop loop,
            RedisPermits redis,
            LocalShare share,
            AtOnceCounts atOnce,
            LimitStats stats,
            Duration patience,
            GatewayTime time) {
        this.loop = loop;
        this.redis = redis;
        this.share = share;
        this.atOnce = atOnce;
        this.stats = stats;
        this.patienceMillis = patience.toMillis();
        this.time = time;
        redisAwayUntilNanos = time.nanos();
        loop.scheduleWithFixedDelay(this::sweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Counts one request of this caller. The decision comes on this loop: within this call when permits are at hand,
     * later when Redis must be asked.
     */
    public void acquire(Quota quota, Consumer<Decision> then) {
        Windows windows = windowsOf(quota);
        if (quota.atOnce().isEmpty()) {
            windows.acquire(then);
            return;
        }
        var full = atOnce.enter(quota);
        if (full.isPresent()) {
            then.accept(
                    new Decision.TooManyAtOnce(windows.allowance(), full.get().most()));
            return;
        }
        windows.acquire(decision -> {
            if (!(decision instanceof Decision.Admitted)) {
                atOnce.leave(quota);
            }
            then.accept(decision);
        });
    }

    /**
     * Tells what is left to this caller and counts nothing. Redis is asked, as others may have used some since; while it is
     * away it is what this loop last heard.
     */
    public void look(Quota quota, Consumer<Allowance> then) {
        windowsOf(quota).look(then);
    }

    private Windows windowsOf(Quota quota) {
        Windows windows = callers.get(quota.id());
        if (windows == null) {
            windows = new Windows(quota, this);
            callers.put(quota.id(), windows);
        }
        return windows;
    }

    /** An admitted request has ended. */
    public void release(Quota quota) {
        if (!quota.atOnce().isEmpty()) {
            atOnce.leave(quota);
        }
    }

    EventLoop loop() {
        return loop;
    }

    RedisPermits redis() {
        return redis;
    }

    LimitStats stats() {
        return stats;
    }

    LocalShare share() {
        return share;
    }

    long nanos() {
        return time.nanos();
    }

    long patienceMillis() {
        return patienceMillis;
    }

    /** While Redis does not answer, one question in a while finds out whether it is back; nobody else waits for it. */
    boolean redisIsAway(long now) {
        return now - redisAwayUntilNanos < 0;
    }

    void redisAnswered(boolean inTime, long now) {
        stats.answered(inTime);
        redisAwayUntilNanos = inTime ? now : now + TimeUnit.MILLISECONDS.toNanos(250);
    }

    private void sweep() {
        long now = time.nanos();
        callers.values().removeIf(windows -> windows.idle(now));
    }
}
