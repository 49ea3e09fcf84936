package ai.radium.finetune.openai;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What is done; {@code supervised} is what is offered, others are read to be refused by name. */
record Method(
        @Nullable String type,
        @Nullable Supervised supervised,
        @Nullable JsonNode dpo,
        @Nullable JsonNode reinforcement) {
    static final String SUPERVISED = "supervised";

    record Supervised(@Nullable Hyperparameters hyperparameters) {}
}
