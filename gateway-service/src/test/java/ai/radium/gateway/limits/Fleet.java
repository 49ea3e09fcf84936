package ai.radium.gateway.limits;

import ai.radium.gateway.redis.RedisConnection;
import ai.radium.gateway.time.GatewayTime;
import io.netty.channel.nio.NioEventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.awaitility.Awaitility;

/** Some gateways' limiters over one Redis, and clients that keep a number of requests open. */
final class Fleet implements AutoCloseable {
    private final NioEventLoopGroup group;
    private final List<RedisConnection> connections = new ArrayList<>();
    private final List<Limits> limits = new ArrayList<>();
    private final List<LoopLimits> loops = new ArrayList<>();

    Fleet(String redis, int gateways, Duration patience) {
        group = new NioEventLoopGroup(gateways);
        for (int i = 0; i < gateways; i++) {
            var connection = new RedisConnection(redis, group);
            connections.add(connection);
            var one = new Limits(connection, "gateway-" + i, patience, GatewayTime.system());
            limits.add(one);
            loops.add(one.on(group.next()));
        }
        awaitRedis();
    }

    /** Until every gateway is answered by Redis. */
    void awaitRedis() {
        Quota probe = Quotas.perMinute("probe-" + System.nanoTime(), 1_000);
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    for (int i = 0; i < loops.size(); i++) {
                        ask(i, probe);
                    }
                    return limits.stream().noneMatch(one -> one.stats().redisAway())
                            && limits.stream().allMatch(one -> one.stats().asked() > 0);
                });
    }

    /** @return how many were admitted; {@code gateway} says which one the nth request goes to */
    int send(Quota quota, int requests, int inFlight, IntUnaryOperator gateway) throws InterruptedException {
        var open = new Semaphore(inFlight);
        var admitted = new AtomicInteger();
        for (int i = 0; i < requests; i++) {
            open.acquire();
            askAsync(gateway.applyAsInt(i), quota).thenAccept(decision -> {
                if (decision instanceof Decision.Admitted) {
                    admitted.incrementAndGet();
                }
                open.release();
            });
        }
        open.tryAcquire(inFlight, 10, TimeUnit.SECONDS);
        return admitted.get();
    }

    /** What is left, without a request. */
    Allowance look(int gateway, Quota quota) {
        CompletableFuture<Allowance> told = new CompletableFuture<>();
        LoopLimits loop = loops.get(gateway);
        loop.loop().execute(() -> loop.look(quota, told::complete));
        return told.join();
    }

    Decision ask(int gateway, Quota quota) {
        return askAsync(gateway, quota).orTimeout(10, TimeUnit.SECONDS).join();
    }

    CompletableFuture<Decision> askAsync(int gateway, Quota quota) {
        var answer = new CompletableFuture<Decision>();
        LoopLimits loop = loops.get(gateway);
        loop.loop().execute(() -> loop.acquire(quota, answer::complete));
        return answer;
    }

    void release(int gateway, Quota quota) {
        LoopLimits loop = loops.get(gateway);
        loop.loop().submit(() -> loop.release(quota)).awaitUninterruptibly();
    }

    int gatewaysKnownTo(int gateway) {
        return loops.get(gateway).redis().gateways();
    }

    LimitStats stats(int gateway) {
        return limits.get(gateway).stats();
    }

    @Override
    public void close() {
        connections.forEach(RedisConnection::close);
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
