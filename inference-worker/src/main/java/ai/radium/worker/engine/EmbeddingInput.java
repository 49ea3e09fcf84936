package ai.radium.worker.engine;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a vector is wanted of.
 *
 * @param param the place in the request, such as {@code input[3]}
 * @param value a text or an array of token ids, not empty
 */
public record EmbeddingInput(String param, JsonNode value) {}
