package ai.radium.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One caller on one loop, before a Redis that is late or fails: decided alone, told afterwards. */
@Timeout(30)
class RedisAwayTest {
    private static final Duration A_QUARTER_SECOND = Duration.ofMillis(250);
    private static final Quota LEASED = Quotas.perMinute("leased", 5_000);
    private static final Quota SMALL = Quotas.perMinute("a", 10);

    private final CallerBeforeRedis caller = new CallerBeforeRedis();

    @AfterEach
    void close() {
        caller.close();
    }

    @Test
    void whoWaitsTooLongIsDecidedByThisGatewaysShareAndALateAnswerCounts() {
        LoopLimits hasty = caller.limits(Duration.ofMillis(60));
        CompletableFuture<Decision> first = new CompletableFuture<>();
        CompletableFuture<Decision> second = new CompletableFuture<>();
        caller.onLoop(() -> {
            hasty.acquire(SMALL, first::complete);
            hasty.acquire(SMALL, second::complete);
        });

        assertThat(first.join()).isInstanceOf(Decision.Admitted.class);
        assertThat(second.join().allowance().remaining()).isEqualTo(3); // five of ten are this gateway's
        assertThat(caller.stats().redisAway()).isTrue();
        caller.redis().answer(5, 0, caller.window(5));
        await().until(() -> caller.redis().givenBack().equals(List.of(List.of(3L, caller.end()))));

        assertThat(caller.stats().decidedAlone()).isEqualTo(2);
        caller.pass(A_QUARTER_SECOND);
        caller.redis().answer(1, 0, caller.window(3));
        caller.ask(hasty, SMALL).join();
        assertThat(caller.redis().questions().getLast().alone())
                .as("both were counted after all, so there is nothing to tell")
                .containsExactly(0L);
    }

    @Test
    void whileRedisIsAwayNobodyWaitsAndOneQuestionAQuarterOfASecondAsksForItAgain() {
        LoopLimits hasty = caller.limits(Duration.ofMillis(60));

        assertThat(caller.askInTurn(hasty, SMALL, 2)).hasOnlyElementsOfType(Decision.Admitted.class);
        caller.pass(A_QUARTER_SECOND.minusNanos(1));
        assertThat(caller.ask(hasty, LEASED).join()).isInstanceOf(Decision.Admitted.class);
        assertThat(caller.stats().asked()).isEqualTo(1);
        caller.redis().answer(0, 0, caller.window(0));
        caller.redis().answer(1, 0, caller.window(3));
        caller.pass(Duration.ofNanos(1));
        caller.ask(hasty, LEASED).join();

        assertThat(caller.stats().asked()).isEqualTo(2);
        assertThat(caller.stats().redisAway()).isFalse();
    }

    @Test
    void whatWasAdmittedAloneIsToldWithTheNextQuestion() {
        caller.redis().fail();
        assertThat(caller.ask(SMALL).join()).isInstanceOf(Decision.Admitted.class);
        assertThat(caller.stats().redisAway()).isTrue();
        caller.redis().answer(1, 0, caller.window(2));

        caller.pass(A_QUARTER_SECOND);
        caller.ask(SMALL).join();

        long alone = caller.stats().decidedAlone();
        assertThat(caller.redis().questions().getLast().alone()).containsExactly(alone);
    }

    @Test
    void aQuestionThatFailedHasToldNothing() {
        caller.redis().fail();
        caller.ask(SMALL).join();
        caller.redis().fail();
        caller.pass(A_QUARTER_SECOND);
        caller.ask(SMALL).join();
        caller.redis().answer(1, 0, caller.window(2));
        caller.pass(A_QUARTER_SECOND);
        caller.ask(SMALL).join();

        assertThat(caller.redis().questions().getLast().alone().getFirst())
                .isGreaterThanOrEqualTo(
                        caller.redis().questions().get(1).alone().getFirst() + 1);
    }

    @Test
    void aLookThatIsNotAnsweredInTimeTellsThisGatewaysShareAndTheNextOneAsksAgain() {
        LoopLimits hasty = caller.limits(Duration.ofMillis(60));

        assertThat(look(hasty).remaining()).isEqualTo(5); // of ten, which two gateways share
        assertThat(caller.stats().redisAway()).isTrue();
        assertThat(look(hasty).remaining()).isEqualTo(5);
        assertThat(caller.stats().asked()).isEqualTo(1);

        caller.redis().answer(0, 0, caller.window(9)); // too late
        caller.redis().answer(0, 0, caller.window(3));
        caller.pass(A_QUARTER_SECOND);

        assertThat(look(hasty)).isEqualTo(caller.allowance(10, 7));
        assertThat(caller.stats().redisAway()).isFalse();
        assertThat(caller.stats().asked()).isEqualTo(2);
    }

    private Allowance look(LoopLimits limits) {
        CompletableFuture<Allowance> told = new CompletableFuture<>();
        caller.onLoop(() -> limits.look(SMALL, told::complete));
        return told.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void redisIsAwayForAQuarterOfASecondAfterItDidNotAnswer() {
        long now = caller.nanos();

        caller.patient().redisAnswered(false, now);
        assertThat(caller.patient().redisIsAway(now + A_QUARTER_SECOND.toNanos() - 1))
                .isTrue();
        assertThat(caller.patient().redisIsAway(now + A_QUARTER_SECOND.toNanos()))
                .isFalse();

        caller.patient().redisAnswered(true, now);
        assertThat(caller.patient().redisIsAway(now)).isFalse();
    }
}
