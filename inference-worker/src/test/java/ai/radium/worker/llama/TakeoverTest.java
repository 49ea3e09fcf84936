package ai.radium.worker.llama;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TakeoverTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            # available, held, adapter, others are ending
            910, 800, 10, false, BESIDE
            910, 800, 10, true, BESIDE
            909, 800, 10, false, AFTER_A_DRAIN
            909, 800, 10, true, WHEN_ANOTHER_HAS_ENDED
            10, 800, 10, false, AFTER_A_DRAIN
            9, 800, 10, false, IMPOSSIBLE
            9, 800, 10, true, WHEN_ANOTHER_HAS_ENDED
            """)
    void putsASecondChildBesideTheFirstWhereItFits(
            long available, long held, long adapter, boolean othersAreEnding, Takeover takeover) {
        assertThat(Takeover.plan(available, held, adapter, othersAreEnding)).isEqualTo(takeover);
    }
}
