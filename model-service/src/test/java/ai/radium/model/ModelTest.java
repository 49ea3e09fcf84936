package ai.radium.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.contracts.model.ModelChanged;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTest {
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final ModelChanged.FineTuned MADE =
            new ModelChanged.FineTuned("acct_1", "ft_1", "m", "file:/adapter.gguf", "00");

    @Test
    void keepsItsPriceHistoryAndAddsAVersionWhenThePriceChanges() {
        Model stored = model("0.10", "0.20");

        Model next = model("0.10", "0.30").continuing(stored, NOW);

        assertThat(next.prices())
                .containsExactly(stored.currentPrice(), new ModelChanged.Price("2", NOW, "0.10", "0.30", "USD", null));
    }

    @Test
    void staysTheSameWhenNothingChanged() {
        Model stored = model("0.10", "0.20");

        assertThat(model("0.10", "0.20").continuing(stored, NOW)).isEqualTo(stored);
    }

    @ParameterizedTest
    @CsvSource({"65536,64K tokens", "1048576,1M tokens", "131072,128K tokens", "1000,1000 tokens"})
    void saysItsContextInRoundWords(int tokens, String words) {
        assertThat(ModelView.contextLength(tokens)).isEqualTo(words);
    }

    @Test
    void readsStandIns() {
        assertThat(StandIns.of("a:1=b, c=d").models()).isEqualTo(Map.of("a:1", "b", "c", "d"));
        assertThat(StandIns.of("-").models()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a=", "a=b,c"})
    void refusesStandInsThatAreNoPairs(String text) {
        assertThatThrownBy(() -> StandIns.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void makesAModelOfItselfThatCostsAsMuchAndCannotBeFineTunedAgain() {
        Model base = model("0.10", "0.20", "5.00", null);

        Model made = base.fineTuned("ft:m:acct_1:x:1", "support", MADE, NOW);

        assertThat(made.prices())
                .containsExactly(new ModelChanged.Price("1", Instant.EPOCH, "0.10", "0.20", "USD", null));
        assertThat(made.capabilities()).containsExactly("chat");
        assertThat(made.weights()).isEqualTo(base.weights());
        assertThat(made.changed(1).fineTuned()).isEqualTo(MADE);
    }

    @Test
    void makesAModelOfItselfAtTheOperatorsPrice() {
        Model base = model("0.10", "0.20", "5.00", new PriceOfFineTuned("0.30", "0.40"));

        assertThat(base.fineTuned("ft:m:acct_1:x:1", "support", MADE, NOW).prices())
                .containsExactly(new ModelChanged.Price("1", Instant.EPOCH, "0.30", "0.40", "USD", null));
    }

    private static Model model(String input, String output) {
        return model(input, output, null, null);
    }

    private static Model model(
            String input, String output, @Nullable String training, @Nullable PriceOfFineTuned fineTuned) {
        return new Model(
                "m",
                List.of(),
                "M",
                "P",
                "chat",
                "",
                4096,
                4096,
                new ModelChanged.Gpu("CPU", 0, 0),
                List.of("chat", "fine-tuning"),
                false,
                true,
                Instant.EPOCH,
                null,
                new ModelChanged.Weights("file:m.gguf", "", "gguf", "Apache-2.0"),
                List.of(new ModelChanged.Price("1", Instant.EPOCH, input, output, "USD", training)),
                fineTuned,
                null);
    }
}
