package ai.radium.kit.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.kit.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTest {
    @Test
    void startsWithFiftyUnlessAsked() {
        assertThat(Page.of(null, null)).isEqualTo(new Page(50, 0));
    }

    @Test
    void clampsALimitOverAHundred() {
        assertThat(Page.of("5000", "3")).isEqualTo(new Page(100, 3));
    }

    @Test
    void letsAFileHoldAllUnlessAskedForLess() {
        assertThat(Page.ofFile(null, null, 50_000)).isEqualTo(new Page(50_000, 0));
        assertThat(Page.ofFile("300", "7", 50_000)).isEqualTo(new Page(300, 7));
        assertThat(Page.ofFile("60000", null, 50_000)).isEqualTo(new Page(50_000, 0));
    }

    @ParameterizedTest
    @CsvSource({"0,0,limit", "-1,0,limit", "ten,0,limit", "10,-1,offset", "10,x,offset"})
    void refusesWhatIsNoSliceAndNamesTheParameter(String limit, String offset, String param) {
        assertThatThrownBy(() -> Page.of(limit, offset))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.param()).isEqualTo(param));
    }

    @Test
    void hasMoreWhileTheSliceEndsBeforeTheTotal() {
        assertThat(Pagination.of(new Page(10, 10), 21).hasMore()).isTrue();
        assertThat(Pagination.of(new Page(10, 10), 20).hasMore()).isFalse();
    }
}
