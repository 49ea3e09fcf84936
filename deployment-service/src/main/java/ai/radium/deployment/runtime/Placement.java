package ai.radium.deployment.runtime;

import ai.radium.contracts.model.ModelChanged.Weights;

/**
 * What should run of a deployment.
 *
 * @param revision replicas of another revision are replaced, one at a time
 * @param replicas how many, 1 or more
 * @param model the catalogue id that callers ask for
 * @param servedModel the model that runs; differs from {@code model} for a declared stand-in
 * @param weights of {@code servedModel}
 * @param contextTokens tokens a conversation may hold
 */
public record Placement(
        String deployment,
        int revision,
        int replicas,
        Accelerator accelerator,
        int acceleratorCount,
        String model,
        String servedModel,
        Weights weights,
        int contextTokens) {}
