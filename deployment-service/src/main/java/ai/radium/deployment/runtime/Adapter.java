package ai.radium.deployment.runtime;

import ai.radium.contracts.model.ModelChanged;
import java.util.Objects;

/**
 * LoRA weights over those of a base model.
 *
 * @param id of the fine-tuned model; stands for the same weights for ever
 * @param account the only one that may call it
 * @param uri {@code file:} of a LoRA GGUF that the worker can read
 * @param sha256 of that file, lower-case hex
 */
public record Adapter(String id, String account, String uri, String sha256) {
    /** Of a fine-tuned model. */
    public static Adapter of(ModelChanged model) {
        ModelChanged.FineTuned made = Objects.requireNonNull(model.fineTuned(), "a fine-tuned model");
        return new Adapter(model.id(), made.account(), made.adapterUri(), made.adapterSha256());
    }
}
