package ai.radium.gateway.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeMap;

/** Tool calls and log probabilities of a stream's deltas as a whole answer shows them. Off the common path. */
final class MergedDeltas {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TreeMap<Integer, ObjectNode> calls = new TreeMap<>();
    private final ObjectNode probabilities = JSON.createObjectNode();

    /** @param deltas an array of {@code delta.tool_calls}, or nothing */
    void toolCalls(String deltas) {
        if (deltas.isEmpty()) {
            return;
        }
        for (JsonNode delta : read(deltas)) {
            ObjectNode call = calls.computeIfAbsent(
                    delta.path("index").asInt(),
                    index -> JSON.createObjectNode()
                            .put("id", "")
                            .put("type", "function")
                            .set(
                                    "function",
                                    JSON.createObjectNode().put("name", "").put("arguments", "")));
            append(call, "id", delta);
            append((ObjectNode) call.path("function"), "name", delta.path("function"));
            append((ObjectNode) call.path("function"), "arguments", delta.path("function"));
        }
    }

    /** @param delta {@code choices[].logprobs} of one chunk, or nothing */
    void logprobs(String delta) {
        if (delta.isEmpty()) {
            return;
        }
        read(delta).properties().forEach(part -> {
            if (part.getValue() instanceof ArrayNode values) {
                probabilities.withArray(part.getKey()).addAll(values);
            }
        });
    }

    /** A JSON array; empty when there were none. */
    String toolCalls() {
        return calls.isEmpty()
                ? ""
                : JSON.createArrayNode().addAll(calls.values()).toString();
    }

    /** A JSON object, or {@code null}. */
    String logprobs() {
        return probabilities.isEmpty() ? "null" : probabilities.toString();
    }

    private static void append(ObjectNode to, String field, JsonNode delta) {
        to.put(field, to.path(field).asText() + delta.path(field).asText(""));
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the worker sent what is no JSON", e);
        }
    }
}
