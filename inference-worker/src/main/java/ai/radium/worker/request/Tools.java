package ai.radium.worker.request;

import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.worker.engine.EngineRefusal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Tools, the choice among them, and whether several may be called at once. */
final class Tools {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private static final Set<String> TOOL_MEMBERS = Set.of("type", "function", "cache_control");
    private static final Set<String> FUNCTION_MEMBERS = Set.of("name", "description", "parameters", "strict");
    private static final Set<String> CHOICES = Set.of("none", "auto", "required");

    private Tools() {}

    static Map<String, JsonNode> options(GenerateRequest request) {
        JsonNode tools = Json.optional(request.getTools(), "tools").orElseGet(Json.MAPPER::createArrayNode);
        Set<String> names = names(tools);
        Optional<JsonNode> parallel = Json.optional(request.getParallelToolCalls(), "parallel_tool_calls");
        if (parallel.isPresent() && !parallel.get().isBoolean()) {
            throw EngineRefusal.invalid("parallel_tool_calls", "parallel_tool_calls must be true or false");
        }
        JsonNode sent = Json.optional(request.getToolChoice(), "tool_choice").orElse(TextNode.valueOf("auto"));
        if (sent.path("type").asText().equals("allowed_tools")) {
            AllowedTools allowed = AllowedTools.of(sent, names);
            tools = allowed.among(tools);
            sent = allowed.mode();
        }
        JsonNode choice = choice(sent, names);
        if (tools.isEmpty() || choice.asText().equals("none")) {
            return Map.of();
        }
        Map<String, JsonNode> options = new HashMap<>(Map.of("tools", tools, "tool_choice", choice));
        parallel.ifPresent(value -> options.put("parallel_tool_calls", value));
        return options;
    }

    private static JsonNode choice(JsonNode choice, Set<String> names) {
        if (choice.isObject()) {
            if (!Json.string(choice, "type", "tool_choice").equals("function")) {
                throw EngineRefusal.invalid("tool_choice.type", "tool_choice.type must be function");
            }
            Json.refuseOthers(choice, "tool_choice", Set.of("type", "function"));
            Json.refuseOthers(choice.path("function"), "tool_choice.function", Set.of("name"));
            String name = Json.string(choice.path("function"), "name", "tool_choice.function");
            if (!names.contains(name)) {
                throw EngineRefusal.invalid(
                        "tool_choice.function.name", "tool_choice.function.name must be one of tools, is " + name);
            }
            return choice;
        }
        if (!CHOICES.contains(choice.asText())) {
            throw EngineRefusal.invalid(
                    "tool_choice", "tool_choice must be none, auto, required or a function by its name");
        }
        if (choice.asText().equals("required") && names.isEmpty()) {
            throw EngineRefusal.invalid("tool_choice", "tool_choice required needs tools");
        }
        return choice;
    }

    private static Set<String> names(JsonNode tools) {
        if (!tools.isArray()) {
            throw EngineRefusal.invalid("tools", "tools must be an array");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < tools.size(); i++) {
            String path = "tools[" + i + "]";
            if (!Json.string(tools.get(i), "type", path).equals("function")) {
                throw EngineRefusal.invalid(path + ".type", path + ".type must be function");
            }
            Json.refuseOthers(tools.get(i), path, TOOL_MEMBERS);
            function(tools.get(i).path("function"), path + ".function", names);
        }
        return names;
    }

    /**
     * @param names of those before it, to which its own is added
     * @throws EngineRefusal naming what is no function
     */
    static void function(JsonNode function, String path, Set<String> names) {
        String name = Json.string(function, "name", path);
        if (!NAME.matcher(name).matches() || !names.add(name)) {
            throw EngineRefusal.invalid(
                    path + ".name", path + ".name must be 1 to 64 letters, digits, _ or -, and no other tool's");
        }
        Json.refuseOthers(function, path, FUNCTION_MEMBERS);
        if (function.hasNonNull("strict") && !function.get("strict").isBoolean()) {
            throw EngineRefusal.invalid(path + ".strict", path + ".strict must be true or false");
        }
        if (function.hasNonNull("parameters") && !function.get("parameters").isObject()) {
            throw EngineRefusal.invalid(path + ".parameters", path + ".parameters must be an object");
        }
        Json.optionalString(function, "description", path);
        // Not every engine knows that it means absent.
        function.properties().removeIf(member -> member.getValue().isNull());
    }
}
