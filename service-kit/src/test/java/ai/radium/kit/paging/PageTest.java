package ai.radium.kit.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.kit.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
    @Test
    void startsWithFiftyUnlessAsked() {
        assertThat(Page.of(null, null)).isEqualTo(new Page(50, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"101", "5000", "2147483648", "99999999999999999999999", "00000000000101"})
    void clampsALimitOverAHundredWhateverItsSize(String limit) {
        assertThat(Page.of(limit, "3")).isEqualTo(new Page(100, 3));
        assertThat(Page.ofFile(limit, "3", 100)).isEqualTo(new Page(100, 3));
    }

    @Test
    void letsAFileHoldAllUnlessAskedForLess() {
        assertThat(Page.ofFile(null, null, 50_000)).isEqualTo(new Page(50_000, 0));
        assertThat(Page.ofFile("300", "7", 50_000)).isEqualTo(new Page(300, 7));
        assertThat(Page.ofFile("60000", null, 50_000)).isEqualTo(new Page(50_000, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, limit, of at least 1",
        "-1, 0, limit, of at least 1",
        "ten, 0, limit, of at least 1",
        "1e9, 0, limit, of at least 1",
        "+5, 0, limit, of at least 1",
        "'', 0, limit, of at least 1",
        "\u0663, 0, limit, of at least 1",
        "10, -1, offset, from 0 to 2147483647",
        "10, x, offset, from 0 to 2147483647",
        "10, 2147483648, offset, from 0 to 2147483647"
    })
    void refusesWhatIsNoSliceAndSaysTheTrueBound(String limit, String offset, String param, String bound) {
        assertThatThrownBy(() -> Page.of(limit, offset)).isInstanceOfSatisfying(ProblemException.class, refusal -> {
            assertThat(refusal.param()).isEqualTo(param);
            assertThat(refusal).hasMessageContaining(param + " must be a whole number " + bound);
        });
    }

    @Test
    void hasMoreWhileTheSliceEndsBeforeTheTotal() {
        assertThat(Pagination.of(new Page(10, 10), 21).hasMore()).isTrue();
        assertThat(Pagination.of(new Page(10, 10), 20).hasMore()).isFalse();
    }
}
