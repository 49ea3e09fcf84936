package ai.radium.worker.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Whether the parts of a oneOf exclude each other, so that a value of one of them is a value of no other. */
record Alternatives(JsonNode root) {
    private static final List<String> TYPES = List.of("object", "array", "string", "number", "boolean", "null");

    boolean excludeEachOther(JsonNode parts) {
        for (int i = 0; i < parts.size(); i++) {
            for (int j = i + 1; j < parts.size(); j++) {
                if (!excludeEachOther(target(parts.get(i)), target(parts.get(j)))) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean excludeEachOther(JsonNode one, JsonNode other) {
        if (TYPES.stream().noneMatch(type -> mayBe(one, type) && mayBe(other, type)) || haveOtherLiterals(one, other)) {
            return true;
        }
        boolean bothObjects =
                TYPES.stream().allMatch(type -> type.equals("object") || !(mayBe(one, type) && mayBe(other, type)));
        return bothObjects
                && one.path("properties").properties().stream().anyMatch(property -> tells(property, one, other));
    }

    /** A property that both must have, with values that differ. */
    private boolean tells(Map.Entry<String, JsonNode> property, JsonNode one, JsonNode other) {
        String name = property.getKey();
        return requires(one, name)
                && requires(other, name)
                && haveOtherLiterals(
                        target(property.getValue()),
                        target(other.path("properties").path(name)));
    }

    private static boolean haveOtherLiterals(JsonNode one, JsonNode other) {
        List<JsonNode> values = Literals.of(one);
        return !values.isEmpty()
                && !Literals.of(other).isEmpty()
                && Literals.of(other).stream().noneMatch(values::contains);
    }

    private static boolean requires(JsonNode schema, String property) {
        return StreamSupport.stream(schema.path("required").spliterator(), false)
                .anyMatch(name -> name.asText().equals(property));
    }

    private static boolean mayBe(JsonNode schema, String type) {
        List<JsonNode> literals = Literals.of(schema);
        if (!literals.isEmpty()) {
            return literals.stream().anyMatch(value -> Literals.isOfType(value, type));
        }
        JsonNode declared = schema.path("type");
        if (declared.isMissingNode()) {
            return true;
        }
        return StreamSupport.stream((declared.isArray() ? declared : List.of(declared)).spliterator(), false)
                .anyMatch(name -> (name.asText().equals("integer") ? "number" : name.asText()).equals(type));
    }

    /** One step is enough for what tools write; a longer way counts as a schema that says nothing. */
    private JsonNode target(JsonNode schema) {
        return schema.has("$ref") ? References.resolve(root, schema.get("$ref").asText()) : schema;
    }
}
