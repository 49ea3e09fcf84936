package ai.radium.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.devstack.testing.Stack;
import ai.radium.gateway.redis.RedisConnection;
import io.netty.channel.nio.NioEventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.awaitility.Awaitility;

/** The lease arithmetic, on the script that runs in production. */
class TakeScriptProperties {
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();
    private static final NioEventLoopGroup LOOPS = new NioEventLoopGroup(1);
    private static final RedisConnection REDIS =
            new RedisConnection(Stack.shared().freshRedis(), LOOPS);
    private static final RedisPermits PERMITS = new RedisPermits(REDIS, "properties");

    @BeforeContainer
    static void start() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> take(Quotas.perMinute("probe", 1), 1) != null);
    }

    @AfterContainer
    static void stop() {
        REDIS.close();
        LOOPS.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void neverGivesMoreThanTheLimitAndInTheEndAllOfIt(
            @ForAll @LongRange(min = 1, max = 6_000) long limit,
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 1, max = 70) Integer> needs) {
        Quota quota = Quotas.perMinute("p" + ACCOUNTS.incrementAndGet(), limit);
        List<Grant> ahead = new ArrayList<>();
        List<Long> surplus = new ArrayList<>();
        long used = 0;
        for (int need : needs) {
            Grant grant = take(quota, need);
            long now = Math.min(need, grant.given());
            used += now;
            assertThat(grant.given() - now).isBetween(0L, Math.max(0, limit / 100 - 1));
            if (grant.given() > now) {
                ahead.add(grant);
                surplus.add(grant.given() - now);
            }
            assertThat(used + surplus.stream().mapToLong(n -> n).sum()).isLessThanOrEqualTo(limit);
        }
        for (int i = 0; i < ahead.size(); i++) {
            PERMITS.giveBack(quota, surplus.get(i), ahead.get(i));
        }
        assertThat(used + drain(quota)).isEqualTo(limit);
    }

    @Property(tries = 30, shrinking = ShrinkingMode.OFF)
    void theLastTwentyAreGivenOnlyOnNeed(@ForAll @LongRange(min = 1_001, max = 9_000) long limit) {
        Quota quota = Quotas.perMinute("last" + ACCOUNTS.incrementAndGet(), limit);

        Grant most = take(quota, limit - 19);
        Grant next = take(quota, 1);

        assertThat(most.given()).isEqualTo(limit - 19);
        assertThat(next.given()).isEqualTo(1);
    }

    private static long drain(Quota quota) {
        long drained = 0;
        for (Grant grant = take(quota, 500); grant.given() > 0; grant = take(quota, 500)) {
            drained += grant.given();
        }
        return drained;
    }

    private static Grant take(Quota quota, long needed) {
        return PERMITS.take(quota, needed, new long[quota.counters().size()])
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.SECONDS)
                .join();
    }
}
