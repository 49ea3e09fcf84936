package ai.radium.worker.request;

import ai.radium.worker.engine.EngineRefusal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.HashSet;
import java.util.Set;

/**
 * A choice of {@code allowed_tools}: the model is shown those alone.
 *
 * @param mode {@code auto} or {@code required}
 */
record AllowedTools(Set<String> names, JsonNode mode) {
    private static final String PATH = "tool_choice.allowed_tools";
    private static final Set<String> MODES = Set.of("auto", "required");

    /**
     * @param known names of all tools
     * @throws EngineRefusal naming what is wrong with the choice
     */
    static AllowedTools of(JsonNode choice, Set<String> known) {
        JsonNode allowed = choice.path("allowed_tools");
        Json.refuseOthers(choice, "tool_choice", Set.of("type", "allowed_tools"));
        Json.refuseOthers(allowed, PATH, Set.of("mode", "tools"));
        String mode = Json.string(allowed, "mode", PATH);
        if (!MODES.contains(mode)) {
            throw EngineRefusal.invalid(PATH + ".mode", PATH + ".mode must be auto or required");
        }
        JsonNode tools = allowed.path("tools");
        if (!tools.isArray() || tools.isEmpty()) {
            throw EngineRefusal.invalid(PATH + ".tools", PATH + ".tools must be an array of at least one tool");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < tools.size(); i++) {
            String path = PATH + ".tools[" + i + "]";
            if (!Json.string(tools.get(i), "type", path).equals("function")) {
                throw EngineRefusal.invalid(path + ".type", path + ".type must be function");
            }
            Json.refuseOthers(tools.get(i), path, Set.of("type", "function"));
            Json.refuseOthers(tools.get(i).path("function"), path + ".function", Set.of("name"));
            String name = Json.string(tools.get(i).path("function"), "name", path + ".function");
            if (!known.contains(name)) {
                throw EngineRefusal.invalid(
                        path + ".function.name", path + ".function.name must be one of tools, is " + name);
            }
            names.add(name);
        }
        return new AllowedTools(names, allowed.get("mode"));
    }

    JsonNode among(JsonNode tools) {
        ArrayNode some = Json.MAPPER.createArrayNode();
        for (JsonNode tool : tools) {
            if (names.contains(tool.path("function").path("name").asText())) {
                some.add(tool);
            }
        }
        return some;
    }
}
