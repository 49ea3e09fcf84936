package ai.radium.deployment.runtime;

import ai.radium.contracts.model.ModelChanged.Weights;
import org.jspecify.annotations.Nullable;

/**
 * What should run of a deployment.
 *
 * @param revision replicas of another revision are replaced, one at a time
 * @param replicas how many, 1 or more
 * @param model the catalogue id that callers ask for
 * @param servedModel the model that runs; differs from {@code model} for a declared stand-in
 * @param weights of {@code servedModel}
 * @param contextTokens tokens a conversation may hold
 * @param adapter without which no replica is ready; null unless the model is a fine-tuned one
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
        int contextTokens,
        @Nullable Adapter adapter) {
    /** Of a model that needs no adapter. */
    public Placement(
            String deployment,
            int revision,
            int replicas,
            Accelerator accelerator,
            int acceleratorCount,
            String model,
            String servedModel,
            Weights weights,
            int contextTokens) {
        this(
                deployment,
                revision,
                replicas,
                accelerator,
                acceleratorCount,
                model,
                servedModel,
                weights,
                contextTokens,
                null);
    }
}
