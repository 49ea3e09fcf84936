package ai.radium.worker.toolcall;

import com.fasterxml.jackson.databind.JsonNode;

/** Which of the tools the answer calls. */
public sealed interface ToolChoice {
    /** Any, or none. */
    record Auto() implements ToolChoice {}

    /** At least one. */
    record Required() implements ToolChoice {}

    /** This one, once. */
    record Named(String name) implements ToolChoice {}

    /** @param choice OpenAI's tool_choice, validated, other than none */
    static ToolChoice of(JsonNode choice) {
        if (choice.isObject()) {
            return new Named(choice.path("function").path("name").asText());
        }
        return choice.asText().equals("required") ? new Required() : new Auto();
    }
}
