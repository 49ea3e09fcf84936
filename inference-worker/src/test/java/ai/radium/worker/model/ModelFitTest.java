package ai.radium.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.gguf.GgufHeader;
import ai.radium.gguf.KeyValueCache;
import ai.radium.worker.model.fetch.ModelFailure;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ModelFitTest {
    private static final long MIB = 1 << 20;

    @Test
    void takesNoMoreContextThanTheModelWasTrainedFor() throws Exception {
        assertThat(ModelFit.context(model(2_048, 0), 8_192)).isEqualTo(2_048);
        assertThat(ModelFit.context(model(8_192, 0), 2_048)).isEqualTo(2_048);
        assertThat(ModelFit.context(model(0, 0), 2_048)).isEqualTo(2_048);
    }

    @Test
    void countsWeightsAndContextOfAllSlots() {
        // 100 MiB of weights, 4 slots of 1,024 tokens at 50 KiB: 200 MiB; the engine itself 64 MiB.
        assertThatCode(() -> ModelFit.require(model(0, 50 << 10), "tiny", 4, 1_024, 364 * MIB))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> ModelFit.require(model(0, 50 << 10), "tiny", 4, 1_024, 364 * MIB - 1))
                .isInstanceOf(ModelFailure.class)
                .hasMessageContainingAll(
                        "tiny does not fit", "100.0 MiB", "4 x 1024 tokens", "200.0 MiB", "RADIUM_WORKER_SLOTS");
    }

    @Test
    void refusesWhatIsBeyondCounting() {
        assertThatThrownBy(() -> ModelFit.require(model(0, Long.MAX_VALUE / 2), "huge", 4, 1_024, Long.MAX_VALUE))
                .hasMessageContaining("beyond all counting");
    }

    private static GgufHeader model(int contextLength, long cacheBytesPerToken) {
        return new GgufHeader(
                "llama",
                Optional.empty(),
                Optional.empty(),
                1,
                "F16",
                contextLength,
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                100 * MIB,
                new KeyValueCache(cacheBytesPerToken, Long.MAX_VALUE));
    }
}
