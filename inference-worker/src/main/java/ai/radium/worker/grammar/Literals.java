package ai.radium.worker.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The values that a schema with const or enum lists. */
final class Literals {
    private Literals() {}

    static List<JsonNode> of(JsonNode schema) {
        List<JsonNode> values = new ArrayList<>();
        schema.path("enum").forEach(values::add);
        if (!schema.has("const")) {
            return values;
        }
        JsonNode only = schema.get("const");
        return !schema.has("enum") || values.contains(only) ? List.of(only) : List.of();
    }

    static boolean isOfType(JsonNode value, String type) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> value.isNull();
        };
    }
}
