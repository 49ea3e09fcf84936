package ai.radium.gateway.funds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.billing.FundsChanged.Contained;
import ai.radium.devstack.testing.Stack;
import ai.radium.devstack.testing.StackExtension;
import ai.radium.gateway.funds.Cover.Covered;
import ai.radium.gateway.funds.Cover.NotCovered;
import ai.radium.gateway.funds.FundsBounds.WithoutRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Three gateways over one real Redis. A token costs a dollar. */
@ExtendWith(StackExtension.class)
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(60)
class SharedFundsTest {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final FundsBounds PATIENT =
            new FundsBounds(Duration.ofSeconds(2), Duration.ofSeconds(5), WithoutRedis.SHARE);

    private String redis;
    private FundsFleet fleet;

    @BeforeEach
    void start(Stack stack) {
        redis = stack.freshRedis();
        fleet = new FundsFleet(redis, 3, PATIENT);
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    @Test
    void coversWhatTheCreditCoversAndNotOneCallMore() {
        fleet.tell("a", "50.00", false, 1);

        List<Cover> covers = askAtOnce("a", 200);

        assertThat(covers).filteredOn(Covered.class::isInstance).hasSize(50);
        assertThat(covers)
                .filteredOn(NotCovered.class::isInstance)
                .hasSize(150)
                .containsOnly(new NotCovered(false, "1", "0"));
    }

    @Test
    void ampleFundsCostNoQuestionForEachCall() {
        fleet.tell("a", "100000.00", false, 1);
        long before = fleet.stats(0).asked();

        for (int i = 0; i < 1_000; i++) {
            assertThat(fleet.isCovered(0, "a", 3)).isTrue();
        }

        assertThat(fleet.stats(0).asked() - before).isLessThan(30);
        assertThat(fleet.stats(0).open()).isZero();
    }

    @Test
    void whatIsFreedIsThereForOtherGatewaysSoon() {
        fleet.tell("a", "50.00", false, 1);
        Covered all = (Covered) fleet.ask(0, "a", 50);
        assertThat(fleet.ask(1, "a", 1)).isInstanceOf(NotCovered.class);

        all.reservation().free();

        await().atMost(SOON).until(() -> fleet.isCovered(1, "a", 50));
    }

    @Test
    void whatWasSpentStaysSpentWhileBillingKnowsNothingOfItAndCountsOnceWhenItDoes() {
        fleet.tell("a", "50.00", false, 1);
        spend(0, "a", 30);
        await().atMost(SOON).until(() -> fleet.isCovered(1, "a", 20));
        assertThat(fleet.isCovered(1, "a", 21)).isFalse();

        fleet.tell(1, "a", "20.00", false, 2, new Contained(FundsFleet.name(0), 1, "30.000000000000"));
        fleet.tell(0, "a", "20.00", false, 2, new Contained(FundsFleet.name(0), 1, "30.000000000000"));

        await().atMost(SOON).until(() -> fleet.isCovered(2, "a", 20));
        assertThat(fleet.isCovered(2, "a", 21)).isFalse();
    }

    @Test
    void whatBillingHasChargedCannotBeSpentAgainByThoseWhoHeldIt() {
        fleet.tell("a", "50.00", false, 1);
        Covered first = (Covered) fleet.ask(0, "a", 30);
        assertThat(fleet.ask(1, "a", 20)).isInstanceOf(Covered.class);
        first.reservation().spent(FundsFleet.record(30));
        first.reservation().free();

        fleet.tell(0, "a", "20.00", false, 2, new Contained(FundsFleet.name(0), 1, "30.000000000000"));

        assertThat(fleet.ask(0, "a", 1)).isInstanceOf(NotCovered.class);
    }

    @Test
    void anOlderWordOfBillingDoesNotBringBackWhatANewerOneContains() {
        fleet.tell("a", "50.00", false, 1);
        spend(0, "a", 30);

        fleet.tell(0, "a", "20.00", false, 2, new Contained(FundsFleet.name(0), 1, "30.000000000000"));

        await().during(Duration.ofMillis(900)).atMost(SOON).until(() -> !fleet.isCovered(1, "a", 21));
        await().atMost(SOON).until(() -> fleet.isCovered(1, "a", 20));
    }

    @Test
    void aCallWithoutALimitMayMakeAsManyTokensAsThereAreFundsFor() {
        fleet.tell("a", "7.50", false, 1);

        Covered cut = (Covered) fleet.ask(0, "a", 0);

        assertThat(cut.mostTokens()).isEqualTo(7);
        await().atMost(SOON).until(() -> fleet.ask(1, "a", 0).equals(new NotCovered(false, "1", "0.5")));
        assertThat(fleet.stats(0).cut()).isEqualTo(1);
    }

    @Test
    void aCallWithoutALimitIsNotCutWhileTheFundsCoverTheContext() {
        fleet.tell("a", "2000.00", false, 1);

        assertThat(((Covered) fleet.ask(0, "a", 0)).mostTokens()).as("not cut").isZero();
    }

    @Test
    void aRedisThatForgotIsToldBeforeItGivesAgain() {
        fleet.tell("a", "50.00", false, 1);
        Covered running = (Covered) fleet.ask(0, "a", 30);

        onRedis(commands -> commands.sync().flushdb());

        assertThat(fleet.ask(1, "a", 21)).isInstanceOf(NotCovered.class);
        assertThat(fleet.isCovered(1, "a", 20)).isTrue();
        running.reservation().free();
        await().atMost(SOON).until(() -> fleet.isCovered(1, "a", 50));
    }

    @Test
    void whatAGatewayHeldThatIsGoneIsFreeOnceItWasSilentForAMinute() {
        fleet.tell("a", "50.00", false, 1);
        fleet.ask(0, "a", 50);
        fleet.silence(0);
        assertThat(fleet.isCovered(1, "a", 1)).isFalse();

        onRedis(commands -> commands.sync()
                .zadd(
                        "radium:funds:gateways",
                        (double) (System.currentTimeMillis() - RedisHolds.SILENCE.toMillis()),
                        FundsFleet.name(0)));

        assertThat(fleet.isCovered(1, "a", 50)).isTrue();
    }

    @Test
    void whatAStoppedGatewayHeldIsFreeSoonerForItsUsageIsOnItsWay() {
        fleet.tell("a", "50.00", false, 1);
        spend(0, "a", 50);

        fleet.leave(0);

        assertThat(fleet.isCovered(1, "a", 1)).isFalse();
        await().atMost(Duration.ofSeconds(10)).until(() -> fleet.isCovered(1, "a", 1));
    }

    @Test
    void ofAnAccountThatNothingWasHeardOfAndOfAModelWithoutAPriceNothingIsKept() {
        assertThat(fleet.ask(0, "stranger", 1_000)).isInstanceOf(Covered.class);
        assertThat(fleet.stats(0).withoutFunds()).isEqualTo(1);

        fleet.tell("a", "1.00", false, 1);
        assertThat(fleet.askAsync(0, "a", "unpriced", 1_000).join()).isInstanceOf(Covered.class);
        assertThat(fleet.stats(0).withoutPrice()).isEqualTo(1);
    }

    @Test
    void whoMayOweIsBoundByTheMonth() {
        fleet.tell("a", "-10.00", true, 1);

        assertThat(fleet.isCovered(0, "a", 1_000)).isTrue();
    }

    private void spend(int gateway, String account, int tokens) {
        Covered covered = (Covered) fleet.ask(gateway, account, tokens);
        covered.reservation().spent(FundsFleet.record(tokens));
        covered.reservation().free();
    }

    private List<Cover> askAtOnce(String account, int calls) {
        List<CompletableFuture<Cover>> asked = IntStream.range(0, calls)
                .mapToObj(i -> fleet.askAsync(i % 3, account, "m", 1))
                .toList();
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private void onRedis(Consumer<StatefulRedisConnection<String, String>> action) {
        RedisClient client = RedisClient.create("redis://" + redis.substring(redis.indexOf('@') + 1));
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            action.accept(connection);
        } finally {
            client.shutdown();
        }
    }
}
