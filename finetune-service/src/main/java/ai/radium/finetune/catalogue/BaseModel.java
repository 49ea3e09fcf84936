package ai.radium.finetune.catalogue;

import ai.radium.contracts.model.ModelChanged.Weights;
import org.jspecify.annotations.Nullable;

/**
 * A model that can be fine-tuned.
 *
 * @param contextTokens tokens of a line that it may read at most
 * @param price in force now
 * @param earlier the adapter that training begins with; null = a fresh one
 */
public record BaseModel(
        String id,
        Weights weights,
        int contextTokens,
        Price price,
        @Nullable Earlier earlier) {
    /**
     * What an earlier job of the account has made.
     *
     * @param adapter key of its artifact
     */
    public record Earlier(String model, String adapter, int loraRank) {}

    public @Nullable Integer earlierRank() {
        return earlier == null ? null : Integer.valueOf(earlier.loraRank());
    }
}
