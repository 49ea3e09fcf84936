package ai.radium.gateway.limits;

import ai.radium.gateway.redis.RedisConnection;
import ai.radium.gateway.time.GatewayTime;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Optional;

/** The limiter of this process. Each event loop asks its own {@link LoopLimits}. */
public final class Limits {
    private static final Duration WAIT_FOR_REDIS = Duration.ofSeconds(5);

    private final LimitStats stats = new LimitStats();
    private final AtOnceCounts atOnce = new AtOnceCounts();
    private final RedisPermits redis;
    private final LocalShare share;
    private final Duration patience;
    private final GatewayTime time;
    private final long startedNanos;

    /**
     * Returns at once, whether Redis is there or not.
     *
     * @param redis the caller's to close
     * @param gateway name of this process among the gateways that share the counters
     * @param patience how long a request waits for Redis before this gateway decides alone
     */
    public Limits(RedisConnection redis, String gateway, Duration patience, GatewayTime time) {
        this.redis = new RedisPermits(redis, gateway);
        this.share = new LocalShare(time.clock());
        this.patience = patience;
        this.time = time;
        startedNanos = time.nanos();
    }

    /** To be used on that loop only. */
    public LoopLimits on(EventLoop loop) {
        return new LoopLimits(loop, redis, share, atOnce, stats, patience, time);
    }

    /** Once Redis has answered; without it after a while too, for a gateway that starts while Redis is away must serve. */
    public boolean isReady() {
        return redis.hasAnswered() || time.nanos() - startedNanos > WAIT_FOR_REDIS.toNanos();
    }

    /** Whether Redis answers in time; empty before its first answer or its first silence. */
    public Optional<Boolean> isRedisUp() {
        return stats.redisAway() ? Optional.of(false) : redis.hasAnswered() ? Optional.of(true) : Optional.empty();
    }

    /** Permits of limits of requests at once that are out at the moment. */
    public int permitsOut() {
        return atOnce.open();
    }

    public LimitStats stats() {
        return stats;
    }
}
