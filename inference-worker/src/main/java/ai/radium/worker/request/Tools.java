package ai.radium.worker.request;

import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.worker.engine.EngineRefusal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tools, the choice among them, and whether several may be called at once. */
final class Tools {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private Tools() {}

    /** @param modelReadsTools whether the chat template shows tools to the model: an engine drops them silently otherwise */
    static Map<String, JsonNode> options(GenerateRequest request, boolean modelReadsTools) {
        JsonNode tools = Json.optional(request.getTools(), "tools").orElseGet(Json.MAPPER::createArrayNode);
        validate(tools);
        Optional<JsonNode> choice = Json.optional(request.getToolChoice(), "tool_choice");
        Optional<JsonNode> parallel = Json.optional(request.getParallelToolCalls(), "parallel_tool_calls");
        if (parallel.isPresent() && !parallel.get().isBoolean()) {
            throw EngineRefusal.invalid("parallel_tool_calls", "parallel_tool_calls must be true or false");
        }
        Map<String, JsonNode> options = new HashMap<>(chosen(tools, choice.orElse(TextNode.valueOf("auto"))));
        if (options.isEmpty()) {
            return options;
        }
        if (!modelReadsTools) {
            throw EngineRefusal.invalid("tools", "this model cannot call tools");
        }
        parallel.ifPresent(value -> options.put("parallel_tool_calls", value));
        return options;
    }

    /** llama-server lets the model talk first, or only, even when a call is required (seen 2026-11-26): so not promised. */
    private static Map<String, JsonNode> chosen(JsonNode tools, JsonNode choice) {
        return switch (choice.isTextual() ? choice.textValue() : "") {
            case "none" -> Map.of();
            case "auto" -> tools.isEmpty() ? Map.of() : Map.of("tools", tools);
            default ->
                throw EngineRefusal.invalid(
                        "tool_choice", "tool_choice must be none or auto: this model cannot be made to call a tool");
        };
    }

    private static void validate(JsonNode tools) {
        if (!tools.isArray()) {
            throw EngineRefusal.invalid("tools", "tools must be an array");
        }
        for (int i = 0; i < tools.size(); i++) {
            String path = "tools[" + i + "]";
            if (!Json.string(tools.get(i), "type", path).equals("function")) {
                throw EngineRefusal.invalid(path + ".type", path + ".type must be function");
            }
            JsonNode function = tools.get(i).path("function");
            if (!NAME.matcher(Json.string(function, "name", path + ".function")).matches()) {
                throw EngineRefusal.invalid(
                        path + ".function.name", path + ".function.name must be 1 to 64 letters, digits, _ or -");
            }
            if (function.hasNonNull("parameters") && !function.get("parameters").isObject()) {
                throw EngineRefusal.invalid(
                        path + ".function.parameters", path + ".function.parameters must be an object");
            }
        }
    }
}
