package ai.radium.worker.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Logprobs in the two shapes of OpenAI's API; llama-server gives the chat's for both, others give each its own. */
final class Logprobs {
    private final int alternatives;
    private int offset;

    /** @param alternatives how many candidates per token the client asked for */
    Logprobs(int alternatives) {
        this.alternatives = alternatives;
    }

    String chat(JsonNode logprobs) {
        if (alternatives == 0 && logprobs.path("content") instanceof ArrayNode tokens) {
            tokens.forEach(token -> ((ObjectNode) token).putArray("top_logprobs"));
        }
        return logprobs.toString();
    }

    /** Offsets count the characters of this answer so far. */
    String text(JsonNode logprobs) {
        if (logprobs.has("tokens")) {
            return logprobs.toString();
        }
        ObjectNode text = OpenAiClient.JSON.createObjectNode();
        ArrayNode tokens = text.putArray("tokens");
        ArrayNode tokenLogprobs = text.putArray("token_logprobs");
        ArrayNode topLogprobs = text.putArray("top_logprobs");
        ArrayNode offsets = text.putArray("text_offset");
        for (JsonNode token : logprobs.path("content")) {
            tokens.add(token.path("token").asText());
            tokenLogprobs.add(token.path("logprob").asDouble());
            offsets.add(offset);
            offset += token.path("token").asText().length();
            ObjectNode candidates = topLogprobs.addObject();
            for (JsonNode candidate : token.path("top_logprobs")) {
                candidates.put(
                        candidate.path("token").asText(),
                        candidate.path("logprob").asDouble());
            }
        }
        if (alternatives == 0) {
            text.putNull("top_logprobs");
        }
        return text.toString();
    }
}
