package ai.radium.worker.request;

import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.worker.engine.EngineRefusal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.util.HashMap;
import java.util.Map;

/** The numbers that steer the choice of tokens, in OpenAI's ranges; top_k and min_p in llama.cpp's. */
final class Sampling {
    /** The engine's seeds are 32 bits, and the last of them means random. */
    private static final long SEEDS = 0xFFFF_FFFFL;

    private static final int MOST_LOGPROBS = 20;

    private Sampling() {}

    static Map<String, JsonNode> options(GenerateRequest request) {
        Map<String, JsonNode> options = new HashMap<>();
        if (request.hasTemperature()) {
            options.put("temperature", within("temperature", request.getTemperature(), 0, 2));
        }
        if (request.hasTopP()) {
            options.put("top_p", within("top_p", request.getTopP(), 0, 1));
        }
        if (request.hasMinP()) {
            options.put("min_p", within("min_p", request.getMinP(), 0, 1));
        }
        if (request.hasFrequencyPenalty()) {
            options.put("frequency_penalty", within("frequency_penalty", request.getFrequencyPenalty(), -2, 2));
        }
        if (request.hasPresencePenalty()) {
            options.put("presence_penalty", within("presence_penalty", request.getPresencePenalty(), -2, 2));
        }
        if (request.hasTopK()) {
            options.put("top_k", topK(request.getTopK()));
        }
        if (request.hasSeed()) {
            options.put("seed", LongNode.valueOf(Math.floorMod(request.getSeed(), SEEDS)));
        }
        options.putAll(logprobs(request));
        return options;
    }

    private static JsonNode within(String param, float value, float least, float most) {
        if (!(value >= least && value <= most)) {
            throw EngineRefusal.invalid(param, param + " must be between " + (int) least + " and " + (int) most);
        }
        return FloatNode.valueOf(value);
    }

    /** -1 is what vLLM's users write for "all", which is 0 here. */
    private static JsonNode topK(int value) {
        if (value < -1) {
            throw EngineRefusal.invalid("top_k", "top_k must not be negative");
        }
        return IntNode.valueOf(Math.max(0, value));
    }

    private static Map<String, JsonNode> logprobs(GenerateRequest request) {
        int alternatives = request.getTopLogprobs();
        if (alternatives < 0 || alternatives > MOST_LOGPROBS) {
            throw EngineRefusal.invalid("top_logprobs", "top_logprobs must be between 0 and " + MOST_LOGPROBS);
        }
        if (request.getLogprobs()) {
            return Map.of("logprobs", BooleanNode.TRUE, "top_logprobs", IntNode.valueOf(alternatives));
        }
        if (alternatives > 0) {
            throw EngineRefusal.invalid("top_logprobs", "top_logprobs needs logprobs");
        }
        return Map.of();
    }
}
