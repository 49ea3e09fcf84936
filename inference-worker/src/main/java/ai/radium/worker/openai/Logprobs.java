package ai.radium.worker.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Logprobs in the two shapes of OpenAI's API; llama-server gives the chat's for both, others give each its own. */
final class Logprobs {
    /** OpenAI's own word for a token that could not come; engines say minus infinity in ways of their own. */
    private static final double IMPOSSIBLE = -9999;

    private final int alternatives;
    private int offset;

    /** @param alternatives how many candidates per token the client asked for */
    Logprobs(int alternatives) {
        this.alternatives = alternatives;
    }

    /** Built anew, for servers add members of their own, and strict clients know none. */
    String chat(JsonNode logprobs) {
        ObjectNode chat = OpenAiClient.JSON.createObjectNode();
        ArrayNode tokens = chat.putArray("content");
        for (JsonNode token : logprobs.path("content")) {
            ArrayNode candidates = entry(token, tokens.addObject()).putArray("top_logprobs");
            for (JsonNode candidate : token.path("top_logprobs")) {
                if (candidates.size() < alternatives) {
                    entry(candidate, candidates.addObject());
                }
            }
        }
        return chat.putNull("refusal").toString();
    }

    private static ObjectNode entry(JsonNode token, ObjectNode entry) {
        return entry.<ObjectNode>set("token", token.path("token"))
                .put("logprob", finite(token))
                .set("bytes", token.path("bytes"));
    }

    private static double finite(JsonNode token) {
        return Math.max(IMPOSSIBLE, token.path("logprob").asDouble());
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
            tokenLogprobs.add(finite(token));
            offsets.add(offset);
            offset += token.path("token").asText().length();
            ObjectNode candidates = topLogprobs.addObject();
            for (JsonNode candidate : token.path("top_logprobs")) {
                candidates.put(candidate.path("token").asText(), finite(candidate));
            }
        }
        if (alternatives == 0) {
            text.putNull("top_logprobs");
        }
        return text.toString();
    }
}
