package ai.radium.worker.request;

import ai.radium.worker.engine.EngineRefusal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The messages of one chat; a tool's answers a call before it. What reaches the engine is built anew from the members that it
 * knows, with content as one string and OpenAI's older {@code function_call} as a call of a tool; an error names the place, such as
 * {@code messages[2].role}.
 */
final class Messages {
    /** Of every role: what clients send back of an answer with it, and what other APIs keep in a message, changes nothing here. */
    private static final Set<String> MEMBERS = Set.of(
            "id",
            "role",
            "content",
            "name",
            "refusal",
            "audio",
            "annotations",
            "parsed",
            "reasoning",
            "reasoning_content",
            "tool_calls",
            "tool_call_id",
            "function_call",
            "cache_control");

    private static final Set<String> CALL_MEMBERS = Set.of("id", "type", "function", "index");
    private static final Set<String> FUNCTION_MEMBERS = Set.of("name", "arguments", "parsed_arguments");

    private final Set<String> calls = new HashSet<>();

    /** The last call of each function that was called in the older way, which gives calls no ids. */
    private final Map<String, String> functionCalls = new HashMap<>();

    private int functionCallCount;

    private Messages() {}

    static ArrayNode validated(JsonNode messages) {
        if (!messages.isArray() || messages.isEmpty()) {
            throw EngineRefusal.invalid("messages", "messages must be an array of at least one message");
        }
        return new Messages().all(messages);
    }

    private ArrayNode all(JsonNode messages) {
        ArrayNode valid = Json.MAPPER.createArrayNode();
        for (int i = 0; i < messages.size(); i++) {
            valid.add(message(messages.get(i), "messages[" + i + "]"));
        }
        refuseCallsWithoutAnAnswer(valid, messages.get(messages.size() - 1));
        return valid;
    }

    /** As OpenAI's API does; a model has nothing to go on with. */
    private static void refuseCallsWithoutAnAnswer(ArrayNode valid, JsonNode last) {
        if (!valid.get(valid.size() - 1).has("tool_calls")) {
            return;
        }
        String path = "messages[" + (valid.size() - 1) + "].";
        if (last.hasNonNull("function_call")) {
            throw EngineRefusal.invalid(
                    path + "function_call", path + "function_call must be followed by a function message");
        }
        throw EngineRefusal.invalid(
                path + "tool_calls", path + "tool_calls must be followed by a tool message for each tool_call_id");
    }

    private ObjectNode message(JsonNode message, String path) {
        if (!message.isObject()) {
            throw EngineRefusal.invalid(path, path + " must be an object");
        }
        Json.refuseOthers(message, path, MEMBERS);
        String role = Json.string(message, "role", path);
        ObjectNode valid = Json.MAPPER.createObjectNode();
        switch (role) {
            case "system", "developer" -> valid.put("role", "system").put("content", MessageText.of(message, path));
            case "user" -> valid.put("role", role).put("content", MessageText.of(message, path));
            case "assistant" -> assistant(message, path, valid);
            case "tool" -> result(valid, toolCall(message, path), message, path);
            case "function" -> result(valid, functionCall(message, path), message, path);
            default ->
                throw EngineRefusal.invalid(
                        path + ".role",
                        path + ".role must be one of system, developer, user, assistant, tool, function");
        }
        copyText(message, "name", path, valid);
        return valid;
    }

    private static void result(ObjectNode valid, String call, JsonNode message, String path) {
        valid.put("role", "tool").put("tool_call_id", call).put("content", MessageText.of(message, path));
    }

    private String toolCall(JsonNode message, String path) {
        String call = Json.string(message, "tool_call_id", path);
        if (!calls.contains(call)) {
            throw EngineRefusal.invalid(
                    path + ".tool_call_id", path + ".tool_call_id answers no call of an assistant message before it");
        }
        return call;
    }

    private String functionCall(JsonNode message, String path) {
        String call = functionCalls.get(Json.string(message, "name", path));
        if (call == null) {
            throw EngineRefusal.invalid(
                    path + ".name", path + ".name answers no function_call of an assistant message before it");
        }
        return call;
    }

    private void assistant(JsonNode message, String path, ObjectNode valid) {
        if (message.hasNonNull("audio")) {
            throw EngineRefusal.invalid(path + ".audio", path + ".audio is not supported here");
        }
        valid.put("role", "assistant");
        boolean callsTools = message.hasNonNull("tool_calls");
        boolean callsFunction = message.hasNonNull("function_call");
        if (callsTools && callsFunction) {
            throw EngineRefusal.invalid(
                    path + ".function_call", path + ".function_call cannot stand beside tool_calls");
        }
        if (message.hasNonNull("content")) {
            valid.put("content", MessageText.of(message, path));
        } else if (message.hasNonNull("refusal")) {
            valid.put("content", Json.string(message, "refusal", path));
        } else if (callsTools || callsFunction) {
            valid.putNull("content");
        } else {
            valid.put("content", MessageText.of(message, path));
        }
        copyText(message, "reasoning_content", path, valid);
        if (callsTools) {
            valid.set("tool_calls", toolCalls(message.get("tool_calls"), path + ".tool_calls"));
        }
        if (callsFunction) {
            valid.set("tool_calls", asToolCall(message.get("function_call"), path + ".function_call"));
        }
    }

    private static void copyText(JsonNode message, String member, String path, ObjectNode valid) {
        if (message.hasNonNull(member)) {
            valid.put(member, Json.string(message, member, path));
        }
    }

    private JsonNode toolCalls(JsonNode sent, String path) {
        if (!sent.isArray() || sent.isEmpty()) {
            throw EngineRefusal.invalid(path, path + " must be an array of at least one call");
        }
        ArrayNode valid = Json.MAPPER.createArrayNode();
        for (int i = 0; i < sent.size(); i++) {
            String place = path + "[" + i + "]";
            JsonNode call = sent.get(i);
            String id = Json.string(call, "id", place);
            if (!Json.string(call, "type", place).equals("function")) {
                throw EngineRefusal.invalid(place + ".type", place + ".type must be function");
            }
            Json.refuseOthers(call, place, CALL_MEMBERS);
            calls.add(id);
            called(valid.addObject(), id, call.path("function"), place + ".function");
        }
        return valid;
    }

    private ArrayNode asToolCall(JsonNode sent, String path) {
        String id = "call_function_" + functionCallCount++;
        ArrayNode call = Json.MAPPER.createArrayNode();
        functionCalls.put(called(call.addObject(), id, sent, path), id);
        return call;
    }

    /** Returns the function's name. */
    private static String called(ObjectNode call, String id, JsonNode function, String path) {
        String name = Json.string(function, "name", path);
        String arguments = Json.string(function, "arguments", path);
        Json.refuseOthers(function, path, FUNCTION_MEMBERS);
        call.put("id", id)
                .put("type", "function")
                .putObject("function")
                .put("name", name)
                .put("arguments", arguments);
        return name;
    }
}
