package ai.radium.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.devstack.testing.Stack;
import ai.radium.devstack.testing.StackExtension;
import ai.radium.gateway.redis.RedisConnection;
import ai.radium.gateway.time.GatewayTime;
import io.netty.channel.nio.NioEventLoopGroup;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StackExtension.class)
class LimitFailureTest {
    private RedisLine redis;
    private Fleet fleet;

    @BeforeEach
    void start(Stack stack) {
        redis = new RedisLine(stack.freshRedis());
        fleet = new Fleet(redis.uri(), 2, Duration.ofSeconds(1));
    }

    @AfterEach
    void stop() {
        fleet.close();
        redis.close();
    }

    @Test
    void admitsItsShareWhileRedisIsDownAndIsExactAgainAfterwards() throws InterruptedException {
        awaitBothKnown();

        redis.cut();
        int alone = fleet.send(Quotas.perMinute("down", 100), 300, 10, i -> 0);
        boolean said = fleet.stats(0).redisAway() && fleet.stats(0).decidedAlone() > 0;
        redis.mend();
        fleet.awaitRedis();

        assertThat(alone).isEqualTo(50);
        assertThat(said).isTrue();
        assertThat(fleet.send(Quotas.perMinute("back", 100), 300, 10, i -> i % 2))
                .isEqualTo(100);
    }

    @Test
    void whatWasAdmittedAloneCountsWhenRedisIsBack() throws InterruptedException {
        awaitBothKnown();
        Quota quota = Quotas.perMinute("alone", 100);

        redis.cut();
        int alone = fleet.send(quota, 300, 10, i -> 0);
        redis.mend();
        fleet.awaitRedis();

        assertThat(alone).isEqualTo(50);
        fleet.ask(0, quota);
        assertThat(alone + 1 + fleet.send(quota, 300, 10, i -> 1)).isEqualTo(100);
    }

    @Test
    void isReadyOnceRedisHasAnswered() {
        redis.cut();
        NioEventLoopGroup loops = new NioEventLoopGroup(1);
        try (RedisConnection connection = new RedisConnection(redis.uri(), loops)) {
            Limits started = new Limits(connection, "late", Duration.ofSeconds(1), GatewayTime.system());
            assertThat(started.isReady()).isFalse();

            redis.mend();
            Awaitility.await().atMost(Duration.ofSeconds(4)).until(started::isReady);
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    @Test
    void doesNotWaitForARedisThatIsSlow() {
        Quota quota = Quotas.perMinute("slow", 100);
        fleet.ask(0, quota);

        redis.hold();
        long before = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertThat(fleet.ask(0, quota)).isInstanceOf(Decision.Admitted.class);
        }
        long millis = Duration.ofNanos(System.nanoTime() - before).toMillis();
        redis.letGo();

        assertThat(millis).isLessThan(5_000);
        fleet.awaitRedis();
    }

    @Test
    void findsARedisAgainThatMovedWithoutClosingItsConnections() throws InterruptedException {
        redis.vanish();
        fleet.ask(0, Quotas.perMinute("unanswered", 100));

        fleet.awaitRedis();

        assertThat(fleet.send(Quotas.perMinute("moved", 100), 300, 10, i -> i % 2))
                .isEqualTo(100);
    }

    /** Each gateway has to have heard of the other, which a heartbeat every two seconds brings about. */
    private void awaitBothKnown() {
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> fleet.gatewaysKnownTo(0) == 2);
    }
}
