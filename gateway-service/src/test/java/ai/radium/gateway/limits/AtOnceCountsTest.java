package ai.radium.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.contracts.account.AccountChanged.Scope;
import ai.radium.gateway.limits.Quota.AtOnce;
import ai.radium.gateway.limits.Quota.KeyLimit;
import org.junit.jupiter.api.Test;

/** Requests that are open at the same time. */
class AtOnceCountsTest {
    private static final RateLimitPolicy THREE = new RateLimitPolicy("p", 100, 60, Scope.ACCOUNT, 3);
    private static final Quota ACCOUNT = Quota.of("a", "key_1", THREE, null);
    private static final Quota KEY = Quota.of("a", "key_2", THREE, new KeyLimit(100, 60, 1));

    private final AtOnceCounts counts = new AtOnceCounts();

    @Test
    void admitsAsManyAsTheLimitSaysAndOneMoreForEachThatHasEnded() {
        for (int i = 0; i < 3; i++) {
            assertThat(counts.enter(ACCOUNT)).isEmpty();
        }
        assertThat(counts.enter(ACCOUNT)).map(AtOnce::most).contains(3);

        counts.leave(ACCOUNT);

        assertThat(counts.enter(ACCOUNT)).isEmpty();
        assertThat(counts.enter(ACCOUNT)).isPresent();
    }

    @Test
    void aRequestThatOneLimitRefusesCountsForNone() {
        assertThat(counts.enter(KEY)).isEmpty();
        assertThat(counts.enter(KEY)).map(AtOnce::most).contains(1);
        assertThat(counts.enter(KEY)).map(AtOnce::most).contains(1);

        assertThat(counts.enter(ACCOUNT)).isEmpty();
        assertThat(counts.enter(ACCOUNT)).isEmpty();
        assertThat(counts.enter(ACCOUNT))
                .as("one of key_2 and two of the account are open")
                .isPresent();
    }

    @Test
    void whatIsOpenIsARequestOnceForEachOfItsLimits() {
        assertThat(counts.open()).isZero();
        counts.enter(KEY);
        counts.enter(ACCOUNT);
        assertThat(counts.open())
                .isEqualTo(KEY.atOnce().size() + ACCOUNT.atOnce().size());

        counts.leave(KEY);
        counts.leave(ACCOUNT);

        assertThat(counts.open()).isZero();
    }

    @Test
    void whoLeavesTwiceTakesNobodyElsesPlace() {
        counts.enter(ACCOUNT);
        counts.leave(ACCOUNT);
        counts.leave(ACCOUNT);

        for (int i = 0; i < 3; i++) {
            assertThat(counts.enter(ACCOUNT)).isEmpty();
        }
        assertThat(counts.enter(ACCOUNT)).isPresent();
    }
}
