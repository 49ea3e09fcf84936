package ai.radium.deployment;

import org.jspecify.annotations.Nullable;

/** What a customer sends to deploy a model. */
record CreateDeployment(
        @Nullable String name,
        @Nullable String modelId,
        @Nullable Configuration configuration) {}
