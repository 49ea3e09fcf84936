package ai.radium.worker.request;

import ai.radium.contracts.worker.v1.GenerateRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.util.HashMap;
import java.util.Map;

/** The numbers that steer the choice of tokens. */
final class Sampling {
    /** The engine's seeds are 32 bits, and the last of them means random. */
    private static final long SEEDS = 0xFFFF_FFFFL;

    private Sampling() {}

    static Map<String, JsonNode> options(GenerateRequest request) {
        Map<String, JsonNode> options = new HashMap<>();
        if (request.hasTemperature()) {
            options.put("temperature", FloatNode.valueOf(request.getTemperature()));
        }
        if (request.hasTopP()) {
            options.put("top_p", FloatNode.valueOf(request.getTopP()));
        }
        if (request.hasMinP()) {
            options.put("min_p", FloatNode.valueOf(request.getMinP()));
        }
        if (request.hasFrequencyPenalty()) {
            options.put("frequency_penalty", FloatNode.valueOf(request.getFrequencyPenalty()));
        }
        if (request.hasPresencePenalty()) {
            options.put("presence_penalty", FloatNode.valueOf(request.getPresencePenalty()));
        }
        if (request.hasTopK()) {
            options.put("top_k", IntNode.valueOf(Math.max(0, request.getTopK()))); // below 0 = 0 = all
        }
        if (request.hasSeed()) {
            options.put("seed", LongNode.valueOf(Math.floorMod(request.getSeed(), SEEDS)));
        }
        if (request.getLogprobs()) {
            options.put("logprobs", BooleanNode.TRUE);
            options.put("top_logprobs", IntNode.valueOf(request.getTopLogprobs()));
        }
        return options;
    }
}
