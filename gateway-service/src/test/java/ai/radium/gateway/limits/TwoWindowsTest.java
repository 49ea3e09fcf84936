package ai.radium.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.contracts.account.AccountChanged.Scope;
import ai.radium.gateway.limits.Quota.KeyLimit;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A caller whose account and key have a window each: which of the two says what. */
@Timeout(30)
class TwoWindowsTest {
    private static final Quota TWO =
            Quota.of("a", "key_1", new RateLimitPolicy("p", 10, 60, Scope.ACCOUNT, null), new KeyLimit(4, 30, null));

    private final CallerBeforeRedis caller = new CallerBeforeRedis();

    @AfterEach
    void close() {
        caller.close();
    }

    @Test
    void theWindowThatEndsFirstEndsALeaseOfTwo() {
        caller.redis().answer(3, 0, caller.window(3), new Grant.Window(3, caller.end(), 20_000));
        caller.ask(TWO).join();
        caller.pass(Duration.ofSeconds(20));

        caller.redis().answer(1, 0, caller.window(4), caller.window(1));
        caller.ask(TWO).join();

        assertThat(caller.redis().questions()).hasSize(2);
    }

    @Test
    void theTighterOfTwoWindowsFillsTheHeaders() {
        caller.redis().answer(1, 0, caller.window(3), new Grant.Window(1, caller.end() - 30_000, 30_000));

        Allowance allowance = caller.ask(TWO).join().allowance();

        assertThat(allowance).isEqualTo(new Allowance(4, 3, Math.ceilDiv(caller.end() - 30_000, 1_000), 30));
    }

    @Test
    void ofTwoWindowsWithTheSameLeftTheFirstFillsTheHeaders() {
        caller.redis().answer(1, 0, caller.window(7), new Grant.Window(1, caller.end() - 30_000, 30_000));

        assertThat(caller.ask(TWO).join().allowance().limit()).isEqualTo(10);
    }

    @Test
    void ofTwoWindowsThatAreUsedUpTheOneThatEndsLastSaysWhen() {
        caller.redis()
                .answer(
                        0,
                        0,
                        new Grant.Window(10, caller.end(), 59_000),
                        new Grant.Window(4, caller.end() - 30_000, 29_000));

        assertThat(caller.ask(TWO).join())
                .isInstanceOfSatisfying(
                        Decision.WindowUsedUp.class,
                        refused -> assertThat(refused.retryAfterSeconds()).isEqualTo(59));
    }

    @Test
    void aWindowWithRoomDoesNotSayWhenToComeBack() {
        caller.redis()
                .answer(
                        0,
                        0,
                        new Grant.Window(9, caller.end(), 59_000),
                        new Grant.Window(4, caller.end() - 30_000, 29_000));

        assertThat(caller.ask(TWO).join())
                .isInstanceOfSatisfying(
                        Decision.WindowUsedUp.class,
                        refused -> assertThat(refused.retryAfterSeconds()).isEqualTo(29));
    }
}
