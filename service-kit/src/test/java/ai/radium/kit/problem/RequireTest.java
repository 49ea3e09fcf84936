package ai.radium.kit.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequireTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-999999999-01-01",
                "+999999999-12-31T23:59:59Z",
                "0000-12-31",
                "+10000-01-01",
                "+10000-01-01T00:00:00Z",
                "1795970000000",
                "2026-02-30",
                "noon",
                ""
            })
    void refusesATimeThatIsNoneOrOutOfRangeAndSaysTheRange(String time) {
        assertThatThrownBy(() -> Require.time(time, "from")).isInstanceOfSatisfying(ProblemException.class, refusal -> {
            assertThat(refusal.param()).isEqualTo("from");
            assertThat(refusal.detail()).contains("0001 to 9999");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "0001-01-01,0001-01-01T00:00:00Z",
        "9999-12-31,9999-12-31T00:00:00Z",
        "2026-01-31T12:00:00+01:00,2026-01-31T11:00:00Z"
    })
    void takesDaysAndInstants(String time, Instant instant) {
        assertThat(Require.time(time, "from")).isEqualTo(instant);
    }

    @Test
    void knowsTrueFromFalseFromAll() {
        assertThat(Require.flag("true", "featured")).isTrue();
        assertThat(Require.flag("false", "featured")).isFalse();
        assertThat(Require.flag("all", "featured")).isNull();
        assertThat(Require.flag(null, "featured")).isNull();
        assertThatThrownBy(() -> Require.flag("nope", "featured")).isInstanceOf(ProblemException.class);
    }
}
