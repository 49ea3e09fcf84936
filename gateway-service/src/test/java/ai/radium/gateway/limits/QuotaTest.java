package ai.radium.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.contracts.account.AccountChanged.Scope;
import ai.radium.devstack.testing.Stack;
import ai.radium.devstack.testing.StackExtension;
import ai.radium.gateway.limits.Quota.KeyLimit;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StackExtension.class)
class QuotaTest {
    private static final RateLimitPolicy FREE = new RateLimitPolicy("free", 100, 3_600, Scope.KEY, null);
    private static final RateLimitPolicy TIER1 = new RateLimitPolicy("tier1", 1_000, 60, Scope.ACCOUNT, null);

    @Test
    void keysOfAnAccountAreCountedTogetherOrApartByThePolicysScope() {
        assertThat(Quota.of("a", "key_1", TIER1, null)).isEqualTo(Quota.of("a", "key_2", TIER1, null));
        assertThat(Quota.of("a", "key_1", FREE, null).id())
                .isNotEqualTo(Quota.of("a", "key_2", FREE, null).id());
    }

    @Test
    void aSmallLimitOfAKeyMakesEveryRequestAsk() {
        var tier3 = new RateLimitPolicy("tier3", 10_000, 60, Scope.ACCOUNT, null);

        assertThat(Quota.of("a", "k", TIER1, null).mostAhead()).isZero();
        assertThat(Quota.of("a", "k", tier3, null).mostAhead()).isEqualTo(100);
        assertThat(Quota.of("a", "k", tier3, new KeyLimit(10, 60, null)).mostAhead())
                .isZero();
    }

    @Test
    void aKeysOwnLimitGoesOnCountingWhenTheKeyIsRotatedAndWhenItsWindowChanges(Stack stack)
            throws InterruptedException {
        try (var fleet = new Fleet(stack.freshRedis(), 1, Duration.ofSeconds(5))) {
            Quota before = Quota.of("rotated", "key_1", TIER1, new KeyLimit(10, 30, null));
            Quota after = Quota.of("rotated", "key_1", TIER1, new KeyLimit(10, 40, null));

            assertThat(fleet.send(before, 8, 4, i -> 0)).isEqualTo(8);
            assertThat(fleet.send(after, 8, 4, i -> 0)).isEqualTo(2);
            assertThat(after.id()).isNotEqualTo(before.id());
        }
    }

    @Test
    void theTighterOfTwoLimitsRefusesAndFillsTheHeaders(Stack stack) throws InterruptedException {
        try (var fleet = new Fleet(stack.freshRedis(), 2, Duration.ofSeconds(5))) {
            Quota limited = Quota.of("both", "key_1", TIER1, new KeyLimit(10, 30, null));

            assertThat(fleet.ask(0, limited).allowance().limit()).isEqualTo(10);
            assertThat(fleet.send(limited, 50, 10, i -> i % 2)).isEqualTo(9);
            assertThat(fleet.ask(0, limited).allowance().remaining()).isZero();
            assertThat(fleet.ask(0, Quota.of("both", "key_2", TIER1, null))
                            .allowance()
                            .remaining())
                    .isEqualTo(989);
        }
    }

    @Test
    void limitsRequestsThatAreOpenAtOnce(Stack stack) {
        try (var fleet = new Fleet(stack.freshRedis(), 1, Duration.ofSeconds(5))) {
            Quota two = Quota.of("once", "k", new RateLimitPolicy("t", 5_000, 60, Scope.ACCOUNT, 2), null);
            fleet.ask(0, two);
            fleet.ask(0, two);

            Decision third = fleet.ask(0, two);
            fleet.release(0, two);

            assertThat(third)
                    .isInstanceOfSatisfying(
                            Decision.TooManyAtOnce.class,
                            full -> assertThat(full.most()).isEqualTo(2));
            assertThat(fleet.ask(0, two)).isInstanceOf(Decision.Admitted.class);
        }
    }
}
