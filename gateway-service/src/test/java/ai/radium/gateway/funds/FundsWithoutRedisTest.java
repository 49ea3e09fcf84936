package ai.radium.gateway.funds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.devstack.testing.Stack;
import ai.radium.devstack.testing.StackExtension;
import ai.radium.gateway.funds.Cover.Covered;
import ai.radium.gateway.funds.Cover.Unsure;
import ai.radium.gateway.funds.FundsBounds.WithoutRedis;
import ai.radium.gateway.limits.RedisLine;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Two gateways whose Redis goes away. A token costs a dollar. */
@ExtendWith(StackExtension.class)
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(60)
class FundsWithoutRedisTest {
    private static final Duration PATIENCE = Duration.ofMillis(700);

    private RedisLine redis;
    private FundsFleet fleet;

    @BeforeEach
    void start(Stack stack) {
        redis = new RedisLine(stack.freshRedis());
    }

    private void begin(WithoutRedis mode) {
        fleet = new FundsFleet(redis.uri(), 2, new FundsBounds(Duration.ofMillis(100), PATIENCE, mode));
    }

    @AfterEach
    void stop() {
        fleet.close();
        redis.close();
    }

    @Test
    void creditThatIsPaidAheadIsNotOverdrawn() {
        begin(WithoutRedis.SHARE);
        fleet.tell("a", "50.00", false, 1);

        goAway();

        assertThat(IntStream.range(0, 3).mapToObj(i -> fleet.ask(i % 2, "a", 1)))
                .hasOnlyElementsOfType(Unsure.class);
        assertThat(fleet.stats(0).unsure()).isPositive();
        redis.mend();
        await().atMost(Duration.ofSeconds(5)).until(() -> fleet.isCovered(0, "a", 50));
    }

    @Test
    void whoMayOweSpendsAGatewaysShareOfWhatWasLeft() {
        begin(WithoutRedis.SHARE);
        fleet.tell("a", "0.00", true, 1);

        goAway();

        assertThat(fleet.ask(0, "a", 1)).isInstanceOf(Covered.class);
        int admitted = 0;
        while (fleet.ask(0, "a", 1_000) instanceof Covered) {
            admitted++;
        }
        assertThat(admitted).as("half of a million").isBetween(498, 500);
        assertThat(fleet.stats(0).decidedAlone()).isBetween(498L, 502L);
    }

    @Test
    void whatIsHeldIsUsedWithoutAsking() {
        begin(WithoutRedis.REFUSE);
        fleet.tell("a", "100000.00", false, 1);
        assertThat(fleet.isCovered(0, "a", 10)).isTrue();

        goAway();

        assertThat(IntStream.range(0, 100).allMatch(i -> fleet.isCovered(0, "a", 10)))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "SHARE")
    void theOtherWaysTakeNothingIntoAccount(WithoutRedis mode) {
        begin(mode);
        fleet.tell("a", "0.00", true, 1);
        fleet.tell("b", "1.00", false, 1);

        goAway();

        assertThat(fleet.ask(0, "a", 1) instanceof Covered).isEqualTo(mode == WithoutRedis.ADMIT);
        assertThat(fleet.ask(0, "b", 9) instanceof Covered).isEqualTo(mode == WithoutRedis.ADMIT);
    }

    @Test
    void aSlowRedisHoldsUpNobodyWhoMayOwe() {
        begin(WithoutRedis.SHARE);
        fleet.tell("a", "0.00", true, 1);

        redis.hold();
        long before = System.nanoTime();
        assertThat(IntStream.range(0, 50).mapToObj(i -> fleet.ask(0, "a", 1))).hasOnlyElementsOfType(Covered.class);
        long millis = Duration.ofNanos(System.nanoTime() - before).toMillis();
        redis.letGo();

        assertThat(millis).isLessThan(1_000);
        await().atMost(Duration.ofSeconds(5)).until(() -> !fleet.stats(0).redisAway());
    }

    @Test
    void aSlowRedisIsAskedForMoreBeforeACallWouldWait() {
        fleet = new FundsFleet(
                redis.uri(), 2, new FundsBounds(Duration.ofSeconds(5), Duration.ofSeconds(5), WithoutRedis.SHARE));
        fleet.tell("a", "100000.00", false, 1);
        assertThat(fleet.isCovered(0, "a", 100)).isTrue();

        redis.hold();
        long before = System.nanoTime();
        assertThat(IntStream.range(0, 45).mapToObj(i -> fleet.ask(0, "a", 100))).hasOnlyElementsOfType(Covered.class);
        long millis = Duration.ofNanos(System.nanoTime() - before).toMillis();
        redis.letGo();

        assertThat(millis).isLessThan(1_000);
        await().atMost(Duration.ofSeconds(5)).until(() -> !fleet.stats(0).redisAway());
        assertThat(IntStream.range(0, 60).mapToObj(i -> fleet.ask(0, "a", 100))).hasOnlyElementsOfType(Covered.class);
    }

    @Test
    void whatWasAdmittedAloneCountsWhenRedisIsBack() {
        begin(WithoutRedis.ADMIT);
        fleet.tell("a", "50.00", false, 1);

        goAway();
        assertThat(fleet.ask(0, "a", 40)).isInstanceOf(Covered.class);
        redis.mend();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> !fleet.stats(0).redisAway() && !fleet.stats(1).redisAway());

        await().atMost(Duration.ofSeconds(2)).until(() -> !fleet.isCovered(1, "a", 11));
        assertThat(fleet.isCovered(1, "a", 10)).isTrue();
    }

    private void goAway() {
        redis.cut();
        await().until(() -> fleet.stats(0).redisAway() && fleet.stats(1).redisAway());
    }
}
