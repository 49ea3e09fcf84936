package ai.radium.finetune.estimate;

import org.jspecify.annotations.Nullable;

/** A run that somebody wants to know the price of. */
record EstimateWanted(
        @Nullable String baseModel,
        @Nullable String datasetId,
        @Nullable WantedConfiguration configuration) {}
