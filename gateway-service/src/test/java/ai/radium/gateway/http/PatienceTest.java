package ai.radium.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long a client is waited for, to the nanosecond. */
class PatienceTest {
    private static final long BEGIN = Long.MAX_VALUE - 5; // the ticker may overflow at any moment
    private static final long MEBIBYTE = 1024 * 1024;
    private static final HttpBounds BOUNDS = new HttpBounds(
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            1_000,
            Duration.ofSeconds(60),
            Duration.ofSeconds(75),
            Duration.ofSeconds(30),
            Duration.ofHours(1),
            100,
            1,
            1,
            1,
            1,
            1,
            1);

    private final Patience patience = new Patience(BOUNDS, BEGIN);

    @Test
    void theFirstHeadIsWaitedForFromConnectingOnWhetherOrNotAByteComes() {
        assertThat(patience.overdueHead(at(15), 0)).isEmpty();
        assertThat(patience.overdueHead(at(15) + 1, 0)).contains(HttpStats.Kind.HEAD);
        assertThat(patience.overdueHead(at(15) + 1, 99)).contains(HttpStats.Kind.HEAD);
    }

    @Test
    void aKeptConnectionIsIdleUntilAByteComesAndThenOwesAHead() {
        patience.forNextRequest(BEGIN, 500);
        assertThat(patience.overdueHead(at(75), 500)).isEmpty();
        assertThat(patience.overdueHead(at(75) + 1, 500)).contains(HttpStats.Kind.IDLE);

        assertThat(patience.overdueHead(at(80), 501)).isEmpty();
        assertThat(patience.overdueHead(at(95), 501)).isEmpty();
        assertThat(patience.overdueHead(at(95) + 1, 501)).contains(HttpStats.Kind.HEAD);
    }

    @Test
    void whoSendsABodyOwesNoHead() {
        patience.forBody(BEGIN, 500);

        assertThat(patience.overdueHead(at(1_000), 500)).isEmpty();
    }

    @Test
    void whoOwesAHeadSendsNoBody() {
        assertThat(patience.isBodyOverdue(at(1_000), 0)).isFalse();
        assertThat(patience.isRestOverdue(at(1_000))).isFalse();
    }

    @Test
    void aBodyBringsItsLeastInEachOfItsTimes() {
        patience.forBody(BEGIN, 500);
        assertThat(patience.isBodyOverdue(at(10), 500)).isFalse();
        assertThat(patience.isBodyOverdue(at(10) + 1, 1_499)).isTrue();

        assertThat(patience.isBodyOverdue(at(10) + 1, 1_500)).isFalse();
        assertThat(patience.isBodyOverdue(at(20) + 1, 1_500)).isFalse();
        assertThat(patience.isBodyOverdue(at(20) + 2, 1_500)).isTrue();
    }

    @Test
    void aBodyHasItsWholeTimeForEachMebibyteThatItHasBrought() {
        patience.forBody(BEGIN, 0);
        long received = 0;
        for (int second = 1; second <= 60; second++) {
            received += 1_000;
            assertThat(patience.isBodyOverdue(at(second), received)).isFalse();
        }
        assertThat(patience.isBodyOverdue(at(60) + 1, received)).isTrue();

        assertThat(patience.isBodyOverdue(at(60) + 1, MEBIBYTE)).isFalse();
        assertThat(patience.isBodyOverdue(at(120), 2 * MEBIBYTE - 1)).isFalse();
        assertThat(patience.isBodyOverdue(at(120) + 1, 2 * MEBIBYTE - 1)).isTrue();
    }

    @Test
    void theRestOfARefusedRequestIsWaitedForForFiveSeconds() {
        patience.forBody(BEGIN, 0);

        assertThat(patience.isRestOverdue(at(5))).isFalse();
        assertThat(patience.isRestOverdue(at(5) + 1)).isTrue();
    }

    private static long at(long second) {
        return BEGIN + TimeUnit.SECONDS.toNanos(second);
    }
}
