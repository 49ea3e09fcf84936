package ai.radium.worker.request;

import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.worker.engine.EngineRefusal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tools in OpenAI's older words, {@code functions} and {@code function_call}, of which an answer calls one at most. */
final class Functions {
    private static final Set<String> CHOICES = Set.of("none", "auto");

    private Functions() {}

    static boolean areIn(GenerateRequest request) {
        return !request.getFunctions().isEmpty() || !request.getFunctionCall().isEmpty();
    }

    /** @throws EngineRefusal naming the field that is wrong, or is given in both ways */
    static Map<String, JsonNode> options(GenerateRequest request) {
        refuseBoth("tools", request.getTools());
        refuseBoth("tool_choice", request.getToolChoice());
        refuseBoth("parallel_tool_calls", request.getParallelToolCalls());
        JsonNode functions = Json.optional(request.getFunctions(), "functions").orElseGet(Json.MAPPER::createArrayNode);
        if (!functions.isArray()) {
            throw EngineRefusal.invalid("functions", "functions must be an array");
        }
        ArrayNode tools = Json.MAPPER.createArrayNode();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < functions.size(); i++) {
            Tools.function(functions.get(i), "functions[" + i + "]", names);
            tools.addObject().put("type", "function").set("function", functions.get(i));
        }
        JsonNode choice = choice(Json.optional(request.getFunctionCall(), "function_call"), names);
        if (tools.isEmpty() || choice.asText().equals("none")) {
            return Map.of();
        }
        return Map.of("tools", tools, "tool_choice", choice, "parallel_tool_calls", BooleanNode.FALSE);
    }

    private static JsonNode choice(Optional<JsonNode> sent, Set<String> names) {
        JsonNode choice = sent.orElse(TextNode.valueOf("auto"));
        if (choice.isObject()) {
            Json.refuseOthers(choice, "function_call", Set.of("name"));
            String name = Json.string(choice, "name", "function_call");
            if (!names.contains(name)) {
                throw EngineRefusal.invalid(
                        "function_call.name", "function_call.name must be one of functions, is " + name);
            }
            return Json.MAPPER.createObjectNode().put("type", "function").set("function", choice);
        }
        if (!CHOICES.contains(choice.asText())) {
            throw EngineRefusal.invalid("function_call", "function_call must be none, auto or a function by its name");
        }
        return choice;
    }

    private static void refuseBoth(String param, String value) {
        if (!value.isEmpty()) {
            throw EngineRefusal.invalid(
                    param,
                    param + " cannot stand beside functions or function_call, which are older words for the same");
        }
    }
}
