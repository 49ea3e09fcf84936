package ai.radium.account.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PepperTest {
    private static final byte[] SHA256 = KeyText.sha256("a key");

    @ParameterizedTest
    @ValueSource(strings = {"", "c2hvcnQ=", "not base 64!"})
    void refusesToStartWithNoneOrAShortOneAndNamesTheProperty(String base64) {
        assertThatThrownBy(() -> new Pepper(base64))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("radium.account.key-pepper")
                .hasMessageNotContaining("c2hvcnQ");
    }

    @Test
    void givesAnotherHashUnderAnotherPepper() {
        assertThat(pepper('a').hash(SHA256))
                .matches("[0-9a-f]{64}")
                .isEqualTo(pepper('a').hash(SHA256))
                .isNotEqualTo(pepper('b').hash(SHA256));
    }

    private static Pepper pepper(char filler) {
        byte[] bytes = String.valueOf(filler).repeat(32).getBytes(StandardCharsets.US_ASCII);
        return new Pepper(Base64.getEncoder().encodeToString(bytes));
    }
}
