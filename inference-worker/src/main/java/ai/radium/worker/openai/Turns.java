package ai.radium.worker.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/** Who speaks when in a chat. */
final class Turns {
    private Turns() {}

    /**
     * Whether every chat template takes it: at most one system message, first, then user and assistant by turns, the user last.
     * Many refuse anything else, and tell only when they are asked.
     */
    static boolean areUsual(ArrayNode messages) {
        String expected = "user";
        for (int i = 0; i < messages.size(); i++) {
            JsonNode message = messages.get(i);
            String role = message.path("role").asText();
            if (i == 0 && role.equals("system")) {
                continue;
            }
            if (!role.equals(expected) || message.has("tool_calls")) {
                return false;
            }
            expected = role.equals("user") ? "assistant" : "user";
        }
        return expected.equals("assistant");
    }
}
