package ai.radium.worker.toolcall;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Tools, calls and results as text in messages, for a model whose chat template has no place for them. */
public final class ToolPrompt {
    private ToolPrompt() {}

    /** The messages with the tools described in the system message, which is added when there is none. */
    public static ArrayNode withTools(ArrayNode messages, JsonNode tools, ToolChoice choice) {
        ArrayNode described = messages.deepCopy();
        if (described.path(0).path("role").asText().equals("system")) {
            ObjectNode system = (ObjectNode) described.get(0);
            system.put("content", system.path("content").asText() + "\n\n" + description(tools, choice));
        } else {
            described.insertObject(0).put("role", "system").put("content", description(tools, choice));
        }
        return described;
    }

    /** The messages with calls and results written out; results, and what the user says to them, become one message. */
    public static ArrayNode withCallsAsText(ArrayNode messages) {
        ArrayNode written = JsonNodeFactory.instance.arrayNode();
        boolean afterResult = false;
        for (JsonNode message : messages) {
            String role = message.path("role").asText();
            boolean isResult = role.equals("tool");
            String content = message.path("content").asText();
            String text = isResult ? CallText.ofResult(content) : content;
            if (afterResult && (isResult || role.equals("user"))) {
                ObjectNode last = (ObjectNode) written.get(written.size() - 1);
                last.put("content", last.path("content").asText() + "\n" + text);
            } else if (isResult) {
                written.addObject().put("role", "user").put("content", text);
            } else {
                written.add(message.has("tool_calls") ? callsAsText(message) : message);
            }
            afterResult = isResult;
        }
        return written;
    }

    private static String description(JsonNode tools, ToolChoice choice) {
        StringBuilder text = new StringBuilder("You can call these functions:\n<tools>\n");
        tools.forEach(tool -> text.append(tool.path("function")).append('\n'));
        text.append("</tools>\nTo call a function, answer with nothing but its name and arguments:\n")
                .append(CallText.of("name", "{\"argument\": \"value\"}"))
                .append("\nIts result comes back between <tool_response> and </tool_response>.\n");
        return text.append(
                        switch (choice) {
                            case ToolChoice.Auto() -> "If no function is of use, answer in plain words.";
                            case ToolChoice.Required() -> "Answer with a function call.";
                            case ToolChoice.Named(var name) -> "Answer with a call of " + name + ".";
                        })
                .toString();
    }

    private static ObjectNode callsAsText(JsonNode message) {
        StringBuilder text = new StringBuilder(message.path("content").asText(""));
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            text.append(text.isEmpty() ? "" : "\n")
                    .append(CallText.of(
                            function.path("name").asText(),
                            function.path("arguments").asText()));
        }
        ObjectNode written = message.deepCopy();
        written.remove("tool_calls");
        return written.put("content", text.toString());
    }
}
