package ai.radium.finetune.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelNameTest {
    @Test
    void namesBaseAccountSuffixAndJob() {
        assertThat(ModelName.of("llama2:7b", "acct_01k9zq3v5n8w2x", "Support Bot", "ft_01k9zr3v5n8w2x4y6z7a8b9c0d"))
                .isEqualTo("ft:llama2:7b:3v5n8w2x:support-bot:4y6z7a8b9c0d");
    }

    @ParameterizedTest
    @CsvSource({"' ', custom", "-x-, x", "a:b/c, a-b-c", "ÄÖ, custom", "Über uns, ber-uns"})
    void makesSomethingPlainOfAnyName(String name, String suffix) {
        assertThat(ModelName.suffix(name)).isEqualTo(suffix);
    }

    @Test
    void aLongNameIsCut() {
        assertThat(ModelName.suffix("x".repeat(39) + " y")).isEqualTo("x".repeat(39));
    }
}
