package ai.radium.trainer;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a job trains.
 *
 * @param method {@code lora}
 * @param learningRate at its peak
 * @param batchSize lines of a step
 * @param epochs passes over the lines
 * @param warmupSteps until the peak, a tenth of all steps at most
 * @param loraAlpha the adapter's factor is alpha by rank
 * @param maxContext tokens of a line that are read, and never more than the model was trained for
 * @param seed of the order of lines and of the adapter's first numbers
 * @param earlyStopping whether training ends when the held-out loss has ceased to fall
 * @param checkpointEvery steps between two checkpoints, a tenth of all steps at most
 */
record Configuration(
        String method,
        double learningRate,
        int batchSize,
        int epochs,
        int warmupSteps,
        int loraRank,
        double loraAlpha,
        int maxContext,
        long seed,
        boolean earlyStopping,
        int checkpointEvery) {
    private static final int MOST = 1 << 20;

    Configuration {
        require(method.equals("lora"), "method is 'lora'");
        require(learningRate > 0 && learningRate <= 1, "learningRate is above 0 and at most 1");
        requireRange("batchSize", batchSize, 1, 4_096);
        requireRange("epochs", epochs, 1, 1_000);
        requireRange("warmupSteps", warmupSteps, 0, MOST);
        requireRange("loraRank", loraRank, 1, 256);
        require(loraAlpha > 0 && loraAlpha <= MOST, "loraAlpha is above 0 and at most " + MOST);
        requireRange("maxContext", maxContext, 8, MOST);
        requireRange("checkpointEvery", checkpointEvery, 1, MOST);
    }

    /** With a default for what is absent. */
    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    static Configuration of(
            @JsonProperty("method") @Nullable String method,
            @JsonProperty("learningRate") @Nullable Double learningRate,
            @JsonProperty("batchSize") @Nullable Integer batchSize,
            @JsonProperty("epochs") @Nullable Integer epochs,
            @JsonProperty("warmupSteps") @Nullable Integer warmupSteps,
            @JsonProperty("loraRank") @Nullable Integer loraRank,
            @JsonProperty("loraAlpha") @Nullable Double loraAlpha,
            @JsonProperty("maxContext") @Nullable Integer maxContext,
            @JsonProperty("seed") @Nullable Long seed,
            @JsonProperty("earlyStopping") @Nullable Boolean earlyStopping,
            @JsonProperty("checkpointEvery") @Nullable Integer checkpointEvery) {
        int rank = Objects.requireNonNullElse(loraRank, 8);
        return new Configuration(
                Objects.requireNonNullElse(method, "lora"),
                Objects.requireNonNullElse(learningRate, 1e-4),
                Objects.requireNonNullElse(batchSize, 16),
                Objects.requireNonNullElse(epochs, 3),
                Objects.requireNonNullElse(warmupSteps, 100),
                rank,
                Objects.requireNonNullElse(loraAlpha, 2.0 * rank),
                Objects.requireNonNullElse(maxContext, 2_048),
                Objects.requireNonNullElse(seed, 1L),
                Objects.requireNonNullElse(earlyStopping, false),
                Objects.requireNonNullElse(checkpointEvery, MOST));
    }

    private static void requireRange(String name, int value, int least, int most) {
        require(value >= least && value <= most, name + " is from " + least + " to " + most);
    }

    private static void require(boolean isTrue, String rule) {
        if (!isTrue) {
            throw new IllegalArgumentException("configuration." + rule);
        }
    }
}
