package ai.radium.worker.model;

import ai.radium.gguf.TensorType;

/** What is done to a model's file between its fetch and the cache. */
sealed interface Treatment {
    /** It is a GGUF file that is served as it is. */
    record None() implements Treatment {}

    /** @param type llama-quantize's name, Q4_0 for example */
    record Quantized(String type) implements Treatment {}

    /**
     * The file is an archive of the form that the model was published in.
     *
     * @param matrices what its matrices are kept in
     */
    record Converted(TensorType matrices) implements Treatment {}

    /** As the cache's index says it. */
    default String words() {
        return switch (this) {
            case None _ -> "";
            case Quantized(String type) -> "quantized to " + type;
            case Converted(TensorType matrices) -> "converted to " + matrices;
        };
    }
}
