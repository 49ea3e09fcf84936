package ai.radium.gateway.limits;

import static org.awaitility.Awaitility.await;

import ai.radium.gateway.redis.RedisConnection;
import ai.radium.gateway.time.GatewayTime;
import io.netty.channel.nio.NioEventLoopGroup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The limiter of one loop and a {@link ScriptedRedis}, in which two gateways are known and all windows end in a minute. Time
 * stands still but for {@link #pass}.
 */
final class CallerBeforeRedis implements AutoCloseable {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    /** The ticker may overflow at any moment: soon. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);

    private final GatewayTime time = new GatewayTime(InstantSource.fixed(NOW), nanos::get);
    private final long end = NOW.toEpochMilli() + 59_400;
    private final ScriptedRedis redis = new ScriptedRedis().withGateways(2);
    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final LimitStats stats = new LimitStats();
    private final AtOnceCounts atOnce = new AtOnceCounts();
    private final RedisConnection connection = new RedisConnection(redis.uri(), group);
    private final RedisPermits permits = new RedisPermits(connection, "gateway");
    private final LoopLimits patient = limits(Duration.ofSeconds(20));

    CallerBeforeRedis() {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(10))
                .until(permits::hasAnswered);
    }

    /** This long goes by. */
    void pass(Duration some) {
        nanos.addAndGet(some.toNanos());
    }

    /** As the limiter reads it. */
    long nanos() {
        return nanos.get();
    }

    long epochSeconds() {
        return time.epochSeconds();
    }

    ScriptedRedis redis() {
        return redis;
    }

    LimitStats stats() {
        return stats;
    }

    AtOnceCounts atOnce() {
        return atOnce;
    }

    /** Waits for Redis for as long as a test takes. */
    LoopLimits patient() {
        return patient;
    }

    LoopLimits limits(Duration patience) {
        return new LoopLimits(group.next(), permits, new LocalShare(time.clock()), atOnce, stats, patience, time);
    }

    Windows windows(Quota quota) {
        return new Windows(quota, patient);
    }

    Allowance look(Quota quota) {
        var told = new CompletableFuture<Allowance>();
        onLoop(() -> patient.look(quota, told::complete));
        return told.orTimeout(10, TimeUnit.SECONDS).join();
    }

    CompletableFuture<Decision> ask(Quota quota) {
        return ask(patient, quota);
    }

    CompletableFuture<Decision> ask(LoopLimits limits, Quota quota) {
        var answer = new CompletableFuture<Decision>();
        onLoop(() -> limits.acquire(quota, answer::complete));
        return answer.orTimeout(10, TimeUnit.SECONDS);
    }

    CompletableFuture<Decision> ask(Windows windows) {
        var answer = new CompletableFuture<Decision>();
        onLoop(() -> windows.acquire(answer::complete));
        return answer.orTimeout(10, TimeUnit.SECONDS);
    }

    List<Decision> askInTurn(Quota quota, int count) {
        return askInTurn(patient, quota, count);
    }

    /** Each as soon as the one before has its decision, on the loop, so that no lease ends between them. */
    List<Decision> askInTurn(LoopLimits limits, Quota quota, int count) {
        var decisions = new CompletableFuture<List<Decision>>();
        onLoop(() -> askInTurn(limits, quota, count, List.of(), decisions));
        return decisions.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private void askInTurn(
            LoopLimits limits, Quota quota, int left, List<Decision> before, CompletableFuture<List<Decision>> all) {
        limits.acquire(quota, decision -> {
            List<Decision> now =
                    Stream.concat(before.stream(), Stream.of(decision)).toList();
            if (left == 1) {
                all.complete(now);
            } else {
                askInTurn(limits, quota, left - 1, now, all);
            }
        });
    }

    /** Does it and returns when it is done. */
    void onLoop(Runnable work) {
        group.submit(work).awaitUninterruptibly();
    }

    void awaitQuestions(int count) {
        await().pollInterval(Duration.ofMillis(2)).until(() -> redis.questions().size() == count);
    }

    /** In milliseconds since the epoch. */
    long end() {
        return end;
    }

    Grant.Window window(long used) {
        return new Grant.Window(used, end, 59_000);
    }

    Allowance allowance(long limit, long remaining) {
        return new Allowance(limit, remaining, Math.ceilDiv(end, 1_000), 60);
    }

    @Override
    public void close() {
        redis.close();
        connection.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
