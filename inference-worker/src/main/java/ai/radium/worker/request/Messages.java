package ai.radium.worker.request;

import ai.radium.worker.engine.EngineRefusal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/**
 * The messages of a chat; a tool's answers a call before it. What reaches the engine is built anew from the members that it knows, with content as one string;
 * an error names the place, such as {@code messages[2].role}.
 */
final class Messages {
    private Messages() {}

    static ArrayNode validated(JsonNode messages) {
        if (!messages.isArray() || messages.isEmpty()) {
            throw EngineRefusal.invalid("messages", "messages must be an array of at least one message");
        }
        ArrayNode valid = Json.MAPPER.createArrayNode();
        Set<String> calls = new HashSet<>();
        for (int i = 0; i < messages.size(); i++) {
            ObjectNode message = message(messages.get(i), "messages[" + i + "]");
            message.path("tool_calls").forEach(call -> calls.add(call.path("id").textValue()));
            if (message.has("tool_call_id")
                    && !calls.contains(message.path("tool_call_id").textValue())) {
                String path = "messages[" + i + "].tool_call_id";
                throw EngineRefusal.invalid(path, path + " answers no call of an assistant message before it");
            }
            valid.add(message);
        }
        refuseCallsWithoutAnAnswer(valid, valid.size() - 1);
        return valid;
    }

    /** As OpenAI's API does; a model has nothing to go on with. */
    private static void refuseCallsWithoutAnAnswer(ArrayNode messages, int last) {
        if (messages.get(last).has("tool_calls")) {
            String path = "messages[" + last + "].tool_calls";
            throw EngineRefusal.invalid(path, path + " must be followed by a tool message for each tool_call_id");
        }
    }

    private static ObjectNode message(JsonNode message, String path) {
        if (!message.isObject()) {
            throw EngineRefusal.invalid(path, path + " must be an object");
        }
        String role = Json.string(message, "role", path);
        ObjectNode valid = Json.MAPPER.createObjectNode();
        switch (role) {
            case "system", "developer" -> valid.put("role", "system").put("content", content(message, path));
            case "user" -> valid.put("role", role).put("content", content(message, path));
            case "assistant" -> assistant(message, path, valid);
            case "tool" ->
                valid.put("role", role)
                        .put("tool_call_id", Json.string(message, "tool_call_id", path))
                        .put("content", content(message, path));
            default ->
                throw EngineRefusal.invalid(
                        path + ".role", path + ".role must be one of system, developer, user, assistant, tool");
        }
        copyText(message, "name", path, valid);
        return valid;
    }

    private static void assistant(JsonNode message, String path, ObjectNode valid) {
        valid.put("role", "assistant");
        boolean callsTools = message.hasNonNull("tool_calls");
        if (callsTools && !message.hasNonNull("content")) {
            valid.putNull("content");
        } else {
            valid.put("content", content(message, path));
        }
        copyText(message, "reasoning_content", path, valid);
        if (callsTools) {
            valid.set("tool_calls", toolCalls(message.get("tool_calls"), path + ".tool_calls"));
        }
    }

    private static void copyText(JsonNode message, String member, String path, ObjectNode valid) {
        if (message.hasNonNull(member)) {
            valid.put(member, Json.string(message, member, path));
        }
    }

    private static JsonNode toolCalls(JsonNode calls, String path) {
        if (!calls.isArray() || calls.isEmpty()) {
            throw EngineRefusal.invalid(path, path + " must be an array of at least one call");
        }
        for (int i = 0; i < calls.size(); i++) {
            String place = path + "[" + i + "]";
            Json.string(calls.get(i), "id", place);
            if (!Json.string(calls.get(i), "type", place).equals("function")) {
                throw EngineRefusal.invalid(place + ".type", place + ".type must be function");
            }
            Json.string(calls.get(i).path("function"), "name", place + ".function");
            Json.string(calls.get(i).path("function"), "arguments", place + ".function");
        }
        return calls;
    }

    private static String content(JsonNode message, String path) {
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            return content.textValue();
        }
        if (!content.isArray() || content.isEmpty()) {
            throw EngineRefusal.invalid(
                    path + ".content", path + ".content must be a string or an array of text parts");
        }
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < content.size(); i++) {
            joined.append(part(content.get(i), path + ".content[" + i + "]"));
        }
        return joined.toString();
    }

    private static String part(JsonNode part, String path) {
        if (!Json.string(part, "type", path).equals("text")) {
            throw EngineRefusal.invalid(path + ".type", path + ".type must be text: this model reads nothing else");
        }
        return Json.string(part, "text", path);
    }
}
