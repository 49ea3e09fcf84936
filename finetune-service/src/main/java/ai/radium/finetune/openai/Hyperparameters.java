package ai.radium.finetune.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/** How to train; each is a number or {@code "auto"}. */
@JsonNaming(SnakeCaseStrategy.class)
record Hyperparameters(
        @Nullable JsonNode nEpochs,
        @Nullable JsonNode batchSize,
        @Nullable JsonNode learningRateMultiplier) {
    static final Hyperparameters AUTO = new Hyperparameters(null, null, null);

    Hyperparameters {
        nEpochs = said(nEpochs);
        batchSize = said(batchSize);
        learningRateMultiplier = said(learningRateMultiplier);
    }

    private static @Nullable JsonNode said(@Nullable JsonNode member) {
        return member == null || member.isNull() ? null : member;
    }

    boolean isAuto() {
        return equals(AUTO);
    }
}
