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
        await().pollInterval(Duration.ofMillis(20)).until(() -> !hasty.redisIsAway(System.nanoTime()));
        caller.redis().answer(1, 0, caller.window(3));
        caller.ask(hasty, SMALL).join();
        assertThat(caller.redis().questions().getLast().alone())
                .as("both were counted after all, so there is nothing to tell")
                .containsExactly(0L);
    }

    @Test
    void whileRedisIsAwayNobodyWaitsAndOneQuestionAQuarterOfASecondAsksForItAgain() {
        LoopLimits hasty = caller.limits(Duration.ofMillis(60));
        long begun = System.nanoTime();

        assertThat(caller.askInTurn(hasty, SMALL, 2)).hasOnlyElementsOfType(Decision.Admitted.class);
        assertThat(caller.stats().asked()).isEqualTo(1);
        caller.redis().answer(0, 0, caller.window(0));
        caller.redis().answer(1, 0, caller.window(3));
        await().pollInterval(Duration.ofMillis(5)).until(() -> {
            caller.ask(hasty, LEASED).join();
            return caller.redis().questions().size() == 2;
        });

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(60 + 250));
        assertThat(caller.stats().redisAway()).isFalse();
    }

    @Test
    void whatWasAdmittedAloneIsToldWithTheNextQuestion() {
        caller.redis().fail();
        assertThat(caller.ask(SMALL).join()).isInstanceOf(Decision.Admitted.class);
        assertThat(caller.stats().redisAway()).isTrue();
        caller.redis().answer(1, 0, caller.window(2));

        await().pollInterval(Duration.ofMillis(100)).until(() -> {
            caller.ask(SMALL).join();
            return caller.redis().questions().size() == 2;
        });

        long alone = caller.stats().decidedAlone();
        assertThat(caller.redis().questions().getLast().alone()).containsExactly(alone);
    }

    @Test
    void aQuestionThatFailedHasToldNothing() {
        caller.redis().fail();
        caller.ask(SMALL).join();
        caller.redis().fail();
        await().pollInterval(Duration.ofMillis(100)).until(() -> {
            caller.ask(SMALL).join();
            return caller.redis().questions().size() == 2;
        });
        caller.redis().answer(1, 0, caller.window(2));
        await().pollInterval(Duration.ofMillis(100)).until(() -> {
            caller.ask(SMALL).join();
            return caller.redis().questions().size() == 3;
        });

        assertThat(caller.redis().questions().getLast().alone().getFirst())
                .isGreaterThanOrEqualTo(
                        caller.redis().questions().get(1).alone().getFirst() + 1);
    }

    @Test
    void redisIsAwayForAQuarterOfASecondAfterItDidNotAnswer() {
        long now = System.nanoTime();

        caller.patient().redisAnswered(false, now);
        assertThat(caller.patient().redisIsAway(now + TimeUnit.MILLISECONDS.toNanos(250) - 1))
                .isTrue();
        assertThat(caller.patient().redisIsAway(now + TimeUnit.MILLISECONDS.toNanos(250)))
                .isFalse();

        caller.patient().redisAnswered(true, now);
        assertThat(caller.patient().redisIsAway(now)).isFalse();
    }
}
