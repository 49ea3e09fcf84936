package ai.radium.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.contracts.account.AccountChanged.Scope;
import ai.radium.devstack.testing.Stack;
import ai.radium.devstack.testing.StackExtension;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three gateways, one real Redis, 50 requests in flight: the limit is admitted, not one more and not one less. */
@ExtendWith(StackExtension.class)
class ExactLimitTest {
    private static final int IN_FLIGHT = 50;
    private static Fleet fleet;

    @BeforeAll
    static void start(Stack stack) {
        fleet = new Fleet(stack.freshRedis(), 3, Duration.ofSeconds(5));
    }

    @AfterAll
    static void stop() {
        fleet.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1_000, 2_500, 10_000})
    void admitsTheLimitWhenSpreadEvenly(int limit) throws InterruptedException {
        assertThat(fleet.send(Quotas.perMinute("even-" + limit, limit), 900 + 2 * limit, IN_FLIGHT, i -> i % 3))
                .isEqualTo(limit);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1_000, 2_500, 10_000})
    void admitsTheLimitWhenAllGoToOne(int limit) throws InterruptedException {
        assertThat(fleet.send(Quotas.perMinute("one-" + limit, limit), 900 + 2 * limit, IN_FLIGHT, i -> 1))
                .isEqualTo(limit);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1_000, 2_500, 10_000})
    void admitsTheLimitWhenTheTrafficMovesInTheMiddleOfAWindow(int limit) throws InterruptedException {
        Quota quota = Quotas.perMinute("moves-" + limit, limit);

        int first = fleet.send(quota, limit / 3, IN_FLIGHT, i -> i % 3);
        int then = fleet.send(quota, 900 + 2 * limit, IN_FLIGHT, i -> 2);

        assertThat(first + then).isEqualTo(limit);
    }

    @Test
    void aWindowEndsAtItsResetAndAnotherBeginsWithTheNextRequest() throws InterruptedException {
        Quota quota = Quotas.per("window", 20, 1);
        assertThat(fleet.send(quota, 100, IN_FLIGHT, i -> i % 3)).isEqualTo(20);
        var refused = (Decision.WindowUsedUp) fleet.ask(0, quota);

        Awaitility.await()
                .atMost(Duration.ofSeconds(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> fleet.ask(0, quota) instanceof Decision.Admitted);

        assertThat(refused.retryAfterSeconds()).isEqualTo(1);
        assertThat(fleet.send(quota, 100, IN_FLIGHT, i -> i % 3)).isEqualTo(19);
    }

    @Test
    void aLookTellsWhatIsLeftToAllGatewaysAndCountsNothing() {
        Quota quota = Quotas.perMinute("looked", 5);
        long now = System.currentTimeMillis() / 1_000;

        Allowance untouched = fleet.look(0, quota);
        fleet.ask(0, quota);
        fleet.ask(1, quota);

        assertThat(untouched.remaining()).isEqualTo(5);
        assertThat(untouched.resetEpochSeconds()).isBetween(now + 59, now + 62);
        assertThat(fleet.look(0, quota)).isEqualTo(fleet.look(1, quota));
        assertThat(fleet.look(0, quota).remaining()).isEqualTo(3);
        assertThat(fleet.ask(0, quota).allowance().remaining()).isEqualTo(2);
    }

    @Test
    void aWindowThatIsMadeShorterEndsAfterItsNewLengthWithWhatItCounted() {
        fleet.ask(0, ofKey("shortened", 86_400));
        long now = System.currentTimeMillis() / 1_000;

        Allowance shortened = fleet.ask(1, ofKey("shortened", 2)).allowance();

        assertThat(shortened.resetEpochSeconds()).isBetween(now + 1, now + 4);
        assertThat(shortened.remaining()).isEqualTo(1);
        Awaitility.await()
                .atMost(Duration.ofSeconds(4))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> fleet.ask(2, ofKey("shortened", 2)).allowance().resetEpochSeconds()
                        > shortened.resetEpochSeconds());
    }

    @Test
    void aWindowThatIsMadeLongerKeepsItsEnd() {
        long end = fleet.ask(0, ofKey("longer", 100)).allowance().resetEpochSeconds();

        assertThat(fleet.ask(1, ofKey("longer", 86_400)).allowance().resetEpochSeconds())
                .isEqualTo(end);
    }

    private static Quota ofKey(String account, int windowSeconds) {
        return Quota.of(
                account,
                "key_1",
                new RateLimitPolicy("test", 1_000, 60, Scope.ACCOUNT, null),
                new Quota.KeyLimit(3, windowSeconds, null));
    }

    @Test
    void saysLimitRemainingAndResetInEpochSeconds() {
        Quota quota = Quotas.perMinute("headers", 3);
        long now = System.currentTimeMillis() / 1_000;

        Allowance first = fleet.ask(0, quota).allowance();
        Allowance second = fleet.ask(1, quota).allowance();

        assertThat(first.limit()).isEqualTo(3);
        assertThat(first.remaining()).isEqualTo(2);
        assertThat(first.resetEpochSeconds()).isBetween(now + 59, now + 62);
        assertThat(second).isEqualTo(new Allowance(3, 1, first.resetEpochSeconds(), 60));
    }
}
