package ai.radium.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimitFailureTest {
    private RedisServer redis;
    private Fleet fleet;

    @BeforeEach
    void start() {
        redis = new RedisServer();
        fleet = new Fleet(redis, 2, Duration.ofMillis(20));
    }

    @AfterEach
    void stop() {
        fleet.close();
        redis.close();
    }

    @Test
    void admitsItsShareWhileRedisIsDownAndIsExactAgainAfterwards() throws InterruptedException {
        awaitBothKnown();

        redis.kill();
        int alone = fleet.send(Quotas.perMinute("down", 100), 300, 10, i -> 0);
        boolean said = fleet.stats(0).redisAway() && fleet.stats(0).decidedAlone() > 0;
        redis.startAgain();
        fleet.awaitRedis();

        assertThat(alone).isEqualTo(50);
        assertThat(said).isTrue();
        assertThat(fleet.send(Quotas.perMinute("back", 100), 300, 10, i -> i % 2))
                .isEqualTo(100);
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

        assertThat(millis).isLessThan(500);
        fleet.awaitRedis();
    }

    /** Each gateway has to have heard of the other, which a heartbeat every two seconds brings about. */
    private void awaitBothKnown() {
        Awaitility.await().atMost(Duration.ofSeconds(6)).until(() -> fleet.gatewaysKnownTo(0) == 2);
    }
}
