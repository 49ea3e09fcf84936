package ai.radium.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.contracts.account.AccountChanged.Scope;
import ai.radium.gateway.limits.Quota.KeyLimit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One caller's windows on one loop, before a Redis that answers what the test wants. */
@Timeout(30)
class WindowsTest {
    private static final long LIMIT = 5_000;
    private static final Quota LEASED = Quotas.perMinute("leased", LIMIT);
    private static final Quota SMALL = Quotas.perMinute("a", 10);
    private static final Quota TWO =
            Quota.of("a", "key_1", new RateLimitPolicy("p", 10, 60, Scope.ACCOUNT, null), new KeyLimit(4, 30, null));

    private final CallerBeforeRedis caller = new CallerBeforeRedis();

    @AfterEach
    void close() {
        caller.close();
    }

    @Test
    void oneQuestionIsOpenAtATimeAndTheNextOneAsksForAllWhoWaited() {
        CompletableFuture<Decision> first = caller.ask(SMALL);
        caller.awaitQuestions(1);
        CompletableFuture<Decision> second = caller.ask(SMALL);
        CompletableFuture<Decision> third = caller.ask(SMALL);

        caller.redis().answer(1, 0, caller.window(1));
        caller.redis().answer(2, 0, caller.window(3));

        assertThat(first.join()).isEqualTo(new Decision.Admitted(caller.allowance(10, 9)));
        assertThat(second.join()).isEqualTo(new Decision.Admitted(caller.allowance(10, 8)));
        assertThat(third.join()).isEqualTo(new Decision.Admitted(caller.allowance(10, 7)));
        assertThat(caller.redis().questions())
                .containsExactly(
                        new ScriptedRedis.Question(1, 0, List.of(0L)), new ScriptedRedis.Question(2, 0, List.of(0L)));
        assertThat(caller.stats().asked()).isEqualTo(2);
        assertThat(caller.stats().decidedAlone()).isZero();
    }

    @Test
    void whoGotNothingOfAnAnswerAsksAgain() {
        CompletableFuture<Decision> first = caller.ask(SMALL);
        caller.awaitQuestions(1);
        CompletableFuture<Decision> second = caller.ask(SMALL);
        caller.redis().answer(1, 0, caller.window(1));
        first.join();
        caller.awaitQuestions(2);
        CompletableFuture<Decision> third = caller.ask(SMALL);
        caller.redis().answer(1, 0, caller.window(2));

        assertThat(second.join()).isInstanceOf(Decision.Admitted.class);
        caller.redis().answer(1, 0, caller.window(3));

        assertThat(third.join()).isEqualTo(new Decision.Admitted(caller.allowance(10, 7)));
    }

    @Test
    void leasedPermitsAreUsedWithoutAQuestionAndShownAsLeft() {
        caller.redis().answer(3, 0, caller.window(3));

        assertThat(caller.askInTurn(LEASED, 3))
                .containsExactly(
                        new Decision.Admitted(caller.allowance(LIMIT, LIMIT - 1)),
                        new Decision.Admitted(caller.allowance(LIMIT, LIMIT - 2)),
                        new Decision.Admitted(caller.allowance(LIMIT, LIMIT - 3)));
        assertThat(caller.redis().questions()).containsExactly(new ScriptedRedis.Question(1, 50, List.of(0L)));

        caller.redis().answer(1, 0, caller.window(4));
        assertThat(caller.ask(LEASED).join()).isEqualTo(new Decision.Admitted(caller.allowance(LIMIT, LIMIT - 4)));
        assertThat(caller.redis().questions()).hasSize(2);
    }

    @Test
    void leasedPermitsEndWithTheirWindow() {
        caller.redis().answer(3, 0, new Grant.Window(3, caller.end(), 30_000));
        caller.ask(LEASED).join();
        caller.pass(Duration.ofMillis(29_999));
        caller.ask(LEASED).join();
        assertThat(caller.redis().questions()).hasSize(1);

        caller.pass(Duration.ofMillis(1));
        caller.redis().answer(1, 0, caller.window(1));
        caller.ask(LEASED).join();

        assertThat(caller.redis().questions()).hasSize(2);
    }

    @Test
    void unusedPermitsGoBackBeforeOthersStopWaitingForThem() {
        long before = System.nanoTime();
        caller.redis().answer(50, 0, caller.window(50));
        caller.ask(LEASED).join();

        await().pollInterval(Duration.ofMillis(5))
                .until(() -> !caller.redis().givenBack().isEmpty());

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(780));
        assertThat(caller.redis().givenBack()).containsExactly(List.of(49L, caller.end()));
        caller.redis().answer(1, 0, caller.window(2));
        caller.ask(LEASED).join();
        assertThat(caller.redis().questions()).hasSize(2);
    }

    @Test
    void nothingGoesBackOfALeaseThatWasUsedUp() {
        caller.redis().answer(2, 0, caller.window(2));
        caller.askInTurn(LEASED, 2);
        caller.redis().answer(50, 0, caller.window(52));
        caller.ask(LEASED).join();

        await().until(() -> !caller.redis().givenBack().isEmpty());

        assertThat(caller.redis().givenBack()).containsExactly(List.of(49L, caller.end()));
    }

    @Test
    void aFinalRefusalHoldsForTheRestOfTheWindowWithoutAnotherQuestion() {
        caller.redis().answer(0, 0, new Grant.Window(10, caller.end(), 30_000));

        assertThat(caller.ask(SMALL).join()).isEqualTo(new Decision.WindowUsedUp(caller.allowance(10, 0), 30));
        assertThat(caller.ask(SMALL).join()).isEqualTo(new Decision.WindowUsedUp(caller.allowance(10, 0), 30));
        assertThat(caller.redis().questions()).hasSize(1);
    }

    @Test
    void aClosedWindowOpensWithItsEnd() {
        caller.redis().answer(0, 0, new Grant.Window(10, caller.end(), 40));
        caller.ask(SMALL).join();
        caller.pass(Duration.ofMillis(39));
        assertThat(caller.ask(SMALL).join()).isInstanceOf(Decision.WindowUsedUp.class);

        caller.pass(Duration.ofMillis(1));
        caller.redis().answer(1, 0, caller.window(1));

        assertThat(caller.ask(SMALL).join()).isInstanceOf(Decision.Admitted.class);
        assertThat(caller.redis().questions()).hasSize(2);
    }

    @Test
    void aRefusalThatMayHaveBecomeWrongIsAskedAboutAgain() {
        caller.redis().answer(0, 20, caller.window(10));
        caller.redis().answer(1, 0, caller.window(10));

        assertThat(caller.ask(SMALL).join()).isInstanceOf(Decision.Admitted.class);
        assertThat(caller.redis().questions()).hasSize(2);
    }

    @Test
    void nobodyAsksMoreThanFourTimes() {
        for (int i = 0; i < 4; i++) {
            caller.redis().answer(0, 1, new Grant.Window(10, caller.end(), 7_000));
        }

        assertThat(caller.ask(SMALL).join()).isEqualTo(new Decision.WindowUsedUp(caller.allowance(10, 0), 7));
        assertThat(caller.redis().questions()).hasSize(4);
        caller.ask(SMALL);
        caller.awaitQuestions(5);
    }

    @Test
    void moreThanTheLimitInUseIsShownAsNothingLeft() {
        caller.redis().answer(0, 0, new Grant.Window(14, caller.end(), 30_000));

        assertThat(caller.ask(SMALL).join().allowance().remaining()).isZero();
    }

    @Test
    void aLookTellsWhatRedisHasAndTakesNothing() {
        caller.redis().answer(0, 0, caller.window(0), caller.window(3));
        assertThat(caller.look(TWO)).isEqualTo(new Allowance(4, 1, Math.ceilDiv(caller.end(), 1_000), 30));

        caller.redis().answer(1, 0, caller.window(1), caller.window(1));
        caller.ask(TWO).join();
        caller.redis().answer(0, 0, caller.window(9), caller.window(1));

        assertThat(caller.look(TWO)).isEqualTo(caller.allowance(10, 1));
    }

    @Test
    void aLookWhileRedisIsAwayTellsThisGatewaysShareAndNeverAResetOfZero() {
        caller.redis().fail();

        assertThat(caller.look(TWO).limit()).isEqualTo(4);
        assertThat(caller.look(TWO).resetEpochSeconds()).isGreaterThan(caller.epochSeconds());
    }

    @Test
    void requestsAtOnceThatTheWindowRefusesDoNotStayOpen() {
        Quota one = Quota.of("a", "key_1", new RateLimitPolicy("p", 10, 60, Scope.ACCOUNT, 1), null);
        caller.redis().answer(0, 0, new Grant.Window(10, caller.end(), 30_000));
        assertThat(caller.ask(one).join()).isInstanceOf(Decision.WindowUsedUp.class);

        assertThat(caller.atOnce().enter(one)).isEmpty();
        assertThat(caller.ask(one).join()).isEqualTo(new Decision.TooManyAtOnce(caller.allowance(10, 0), 1));
        caller.onLoop(() -> caller.patient().release(one));
        assertThat(caller.atOnce().enter(one)).isEmpty();
    }

    @Test
    void anIdleCallerIsForgottenAfterAMinuteAndNotBefore() {
        caller.redis().answer(2, 0, new Grant.Window(2, caller.end(), 30_000));
        caller.redis().answer(0, 0, new Grant.Window(10, caller.end(), 90_000));
        Windows windows = caller.windows(LEASED);
        long now = caller.nanos();
        assertThat(windows.idle(now + seconds(61))).isTrue();
        assertThat(windows.idle(now + seconds(59))).isFalse();

        var isIdle = new CompletableFuture<List<Boolean>>();
        caller.onLoop(() -> windows.acquire(first -> {
            boolean withAPermit = windows.idle(caller.nanos() + seconds(61));
            windows.acquire(
                    second -> isIdle.complete(List.of(withAPermit, windows.idle(caller.nanos() + seconds(61)))));
        }));
        assertThat(isIdle.orTimeout(10, TimeUnit.SECONDS).join()).containsExactly(false, true);
        caller.ask(windows).join();
        assertThat(windows.idle(caller.nanos() + seconds(61)))
                .as("closed for 90 s")
                .isFalse();
        assertThat(windows.idle(caller.nanos() + seconds(91))).isTrue();
    }

    @Test
    void aCallerWhoWaitsIsNotForgotten() {
        Windows windows = caller.windows(LEASED);
        caller.ask(windows);
        caller.awaitQuestions(1);

        assertThat(windows.idle(caller.nanos() + seconds(61))).isFalse();
    }

    private static long seconds(int count) {
        return TimeUnit.SECONDS.toNanos(count);
    }
}
