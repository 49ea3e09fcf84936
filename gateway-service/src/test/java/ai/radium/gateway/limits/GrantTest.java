package ai.radium.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.gateway.limits.Grant.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of several windows counts: the one with least left, and to come back the last one that is used up. */
class GrantTest {
    private static final List<Counter> COUNTERS = List.of(new Counter("a", 10, 60), new Counter("b", 4, 30));

    @Test
    void readsTheAnswerOfRedisAsItIsWritten() {
        assertThat(Grant.of(List.of(3L, 20L, 7L, 1_000L, 500L, 2L, 2_000L, 600L)))
                .isEqualTo(new Grant(3, 20, List.of(new Window(7, 1_000, 500), new Window(2, 2_000, 600))));
    }

    @Test
    void theTightestWindowHasLeastLeftAndOfEqualOnesItIsTheFirst() {
        assertThat(grant(new Window(7, 0, 0), new Window(0, 0, 0)).tightest(COUNTERS))
                .isZero();
        assertThat(grant(new Window(7, 0, 0), new Window(1, 0, 0)).tightest(COUNTERS))
                .isZero();
        assertThat(grant(new Window(7, 0, 0), new Window(2, 0, 0)).tightest(COUNTERS))
                .isOne();
    }

    @Test
    void ofTheWindowsThatAreUsedUpTheOneThatEndsLastCounts() {
        Window first = new Window(12, 50, 5);
        Window second = new Window(4, 100, 10);

        assertThat(grant(first, second).exhausted(COUNTERS)).isEqualTo(second);
    }

    @Test
    void aWindowWithRoomDoesNotCountHoweverLateItEnds() {
        Window usedUp = new Window(10, 50, 5);

        assertThat(grant(usedUp, new Window(3, 100, 10)).exhausted(COUNTERS)).isEqualTo(usedUp);
    }

    @Test
    void ofTwoThatEndTogetherItIsTheFirst() {
        Window first = new Window(10, 100, 5);

        assertThat(grant(first, new Window(4, 100, 9)).exhausted(COUNTERS)).isEqualTo(first);
    }

    private static Grant grant(Window... windows) {
        return new Grant(0, 0, List.of(windows));
    }
}
