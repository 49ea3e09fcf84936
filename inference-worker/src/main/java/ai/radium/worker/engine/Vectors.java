package ai.radium.worker.engine;

import java.util.List;

/**
 * Embeddings in the order of their inputs.
 *
 * @param values each of length 1 (L2)
 * @param promptTokens of all inputs, as the engine counts them
 */
public record Vectors(List<float[]> values, int promptTokens) {
    public Vectors {
        values = List.copyOf(values);
    }
}
