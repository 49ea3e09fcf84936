package ai.radium.worker.request;

import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.Prompt;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Map;
import java.util.Optional;

/**
 * A chat that ends with an assistant message has the model go on with it. An answer in a form that was asked for begins anew, and
 * what is said before it would be in the way: half an object and a whole one behind it are no document.
 */
final class Prefill {
    private Prefill() {}

    /** @throws EngineRefusal naming the messages, when the answer must have a form */
    static void check(Prompt prompt, Map<String, JsonNode> options) {
        if (prompt instanceof Prompt.Chat(var messages) && isPrefilled(messages)) {
            form(options).ifPresent(form -> {
                throw EngineRefusal.invalid(
                        "messages",
                        "messages must not end with an assistant message where " + form
                                + " says what the whole answer must be");
            });
        }
    }

    private static boolean isPrefilled(ArrayNode messages) {
        return messages.get(messages.size() - 1).path("role").asText().equals("assistant");
    }

    private static Optional<String> form(Map<String, JsonNode> options) {
        if (options.containsKey("response_format")) {
            return Optional.of("response_format");
        }
        return Optional.ofNullable(options.get("tool_choice"))
                .filter(choice -> !choice.asText().equals("auto"))
                .map(_ -> "tool_choice");
    }
}
