package ai.radium.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "AZaz09-_.:", "req_1"})
    void aSaneIdGoesOn(String given) {
        assertThat(RequestIds.of(given)).isEqualTo(given);
    }

    @Test
    void anIdHasAtMostAHundredAndTwentyEightCharacters() {
        assertThat(RequestIds.of("x".repeat(128))).isEqualTo("x".repeat(128));
        assertThat(RequestIds.of("x".repeat(129))).startsWith("req_");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {" ", "a b", "a\n", "é", "a;b", "{", "@", "[", "`", "/"})
    void anyOtherIsReplaced(@Nullable String given) {
        assertThat(RequestIds.of(given)).matches("req_[0-9a-hjkmnp-tv-z]{24}");
    }

    @Test
    void noTwoAreTheSame() {
        assertThat(Stream.generate(() -> RequestIds.of(null)).limit(1_000).collect(Collectors.toSet()))
                .hasSize(1_000);
    }
}
