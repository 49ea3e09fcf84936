package ai.radium.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.contracts.account.AccountChanged.Scope;
import ai.radium.gateway.limits.Quota.KeyLimit;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a gateway admits while Redis is away, and what it tells Redis of it afterwards. */
class LocalShareTest {
    private static final long START = 1_800_000_000_000L;
    private static final List<Grant.Window> UNKNOWN = List.of();
    private static final Quota TEN = Quotas.perMinute("ten", 10);
    private static final Quota TWO =
            Quota.of("two", "key_1", new RateLimitPolicy("p", 10, 60, Scope.ACCOUNT, null), new KeyLimit(4, 30, null));

    private final AtomicLong now = new AtomicLong(START);
    private final LocalShare share = new LocalShare(() -> Instant.ofEpochMilli(now.get()));

    @Test
    void admitsOneGatewaysPartOfALimitThatRedisNeverSpokeOf() {
        for (int left = 4; left >= 0; left--) {
            assertThat(share.take(TEN, UNKNOWN, 2))
                    .isEqualTo(new Decision.Admitted(new Allowance(10, left, START / 1_000 + 60, 60)));
        }

        assertThat(share.take(TEN, UNKNOWN, 2))
                .isEqualTo(new Decision.WindowUsedUp(new Allowance(10, 0, START / 1_000 + 60, 60), 60));
    }

    @Test
    void admitsOneGatewaysPartOfWhatRedisSaidWasLeftUntilThatWindowEnds() {
        List<Grant.Window> known = List.of(new Grant.Window(4, START + 2_500, 0));

        assertThat(share.take(TEN, known, 3))
                .isEqualTo(new Decision.Admitted(new Allowance(10, 1, START / 1_000 + 3, 60)));
        assertThat(share.take(TEN, known, 3)).isInstanceOf(Decision.Admitted.class);
        assertThat(share.take(TEN, known, 3))
                .isInstanceOfSatisfying(
                        Decision.WindowUsedUp.class,
                        refused -> assertThat(refused.retryAfterSeconds()).isEqualTo(3));

        now.addAndGet(2_499);
        assertThat(share.take(TEN, known, 3)).isInstanceOf(Decision.WindowUsedUp.class);
        now.addAndGet(1);
        assertThat(share.take(TEN, known, 3))
                .isEqualTo(new Decision.Admitted(new Allowance(10, 2, Math.ceilDiv(START + 62_500, 1_000), 60)));
    }

    @Test
    void theTighterOfTwoLimitsRefusesAndFillsTheHeaders() {
        assertThat(share.take(TWO, UNKNOWN, 2).allowance()).isEqualTo(new Allowance(4, 1, START / 1_000 + 30, 30));
        assertThat(share.take(TWO, UNKNOWN, 2).allowance().remaining()).isZero();
        assertThat(share.take(TWO, UNKNOWN, 2))
                .isEqualTo(new Decision.WindowUsedUp(new Allowance(4, 0, START / 1_000 + 30, 30), 30));
        assertThat(share.report(TWO)).as("the refused one counts nowhere").containsExactly(2, 2);
    }

    @Test
    void ofTwoLimitsWithTheSameLeftTheFirstFillsTheHeaders() {
        List<Grant.Window> known =
                List.of(new Grant.Window(6, START + 9_000, 0), new Grant.Window(0, START + 5_000, 0));

        assertThat(share.take(TWO, known, 1).allowance().limit()).isEqualTo(10);
    }

    @Test
    void tellsOnceWhatWasAdmitted() {
        assertThat(share.report(TEN)).containsExactly(0);
        share.take(TEN, UNKNOWN, 2);
        share.take(TEN, UNKNOWN, 2);

        assertThat(share.report(TEN)).containsExactly(2);
        assertThat(share.report(TEN)).containsExactly(0);
        share.take(TEN, UNKNOWN, 2);
        assertThat(share.report(TEN)).containsExactly(1);
    }

    @Test
    void tellsAgainWhatDidNotReachRedis() {
        share.take(TEN, UNKNOWN, 2);
        share.take(TEN, UNKNOWN, 2);
        long[] told = share.report(TEN);

        share.unreport(TEN, told);

        assertThat(share.report(TEN)).containsExactly(2);
        share.unreport(TEN, new long[] {7});
        assertThat(share.report(TEN)).as("no more than there was").containsExactly(2);
    }

    @Test
    void doesNotTellWhatRedisHasCountedAfterAllAndHasRoomForItAgain() {
        for (int i = 0; i < 5; i++) {
            share.take(TEN, UNKNOWN, 2);
        }

        share.uncount(TEN, 3);

        assertThat(share.report(TEN)).containsExactly(2);
        for (int i = 0; i < 3; i++) {
            assertThat(share.take(TEN, UNKNOWN, 2)).isInstanceOf(Decision.Admitted.class);
        }
        assertThat(share.take(TEN, UNKNOWN, 2)).isInstanceOf(Decision.WindowUsedUp.class);
        share.uncount(TEN, 100);
        assertThat(share.take(TEN, UNKNOWN, 2).allowance().remaining()).isEqualTo(4);
    }

    @Test
    void tellsNothingOfWindowsThatAreOver() {
        share.take(TEN, UNKNOWN, 2);

        now.addAndGet(59_999);
        share.unreport(TEN, share.report(TEN));
        assertThat(share.report(TEN)).containsExactly(1);
        share.unreport(TEN, new long[] {1});
        now.addAndGet(1);
        assertThat(share.report(TEN)).containsExactly(0);
    }

    @Test
    void anUnknownCallersCountsAreNeitherToldNorChanged() {
        share.take(TEN, UNKNOWN, 2);
        Quota other = Quotas.perMinute("other", 10);

        share.uncount(other, 1);
        share.unreport(other, new long[] {1});

        assertThat(share.report(other)).containsExactly(0);
        assertThat(share.report(TEN)).containsExactly(1);
    }

    @Test
    void aLimitWithSomethingLeftAdmitsAtLeastOne() {
        assertThat(LocalShare.shareOf(100, 3)).isEqualTo(33);
        assertThat(LocalShare.shareOf(2, 3)).isEqualTo(1);
        assertThat(LocalShare.shareOf(1, 1)).isEqualTo(1);
        assertThat(LocalShare.shareOf(0, 3)).isZero();
        assertThat(LocalShare.shareOf(-4, 3)).isZero();
    }

    @Test
    void secondsAreRoundedUpAndNeverZero() {
        assertThat(LocalShare.secondsUntil(-5)).isEqualTo(1);
        assertThat(LocalShare.secondsUntil(0)).isEqualTo(1);
        assertThat(LocalShare.secondsUntil(1_000)).isEqualTo(1);
        assertThat(LocalShare.secondsUntil(1_001)).isEqualTo(2);
    }
}
