package ai.radium.worker.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a schema may say. Anything else is refused by name: a keyword that is not understood cannot be honoured. */
final class Keywords {
    /** Say nothing about which values are valid. */
    private static final Set<String> ANNOTATIONS = Set.of(
            "title",
            "description",
            "default",
            "example",
            "examples",
            "deprecated",
            "readOnly",
            "writeOnly",
            "discriminator",
            "$comment",
            "$schema",
            "$defs",
            "definitions");

    private static final Map<String, Set<String>> BY_TYPE = Map.of(
            "object", Set.of("properties", "required", "additionalProperties"),
            "array", Set.of("items", "prefixItems", "minItems", "maxItems"),
            "string", Set.of("minLength", "maxLength", "pattern", "format"),
            "number", Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
            "integer", Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
            "boolean", Set.of(),
            "null", Set.of());

    private Keywords() {}

    static boolean isType(String name) {
        return BY_TYPE.containsKey(name);
    }

    /** Refuses every keyword but these and the annotations. */
    static void allow(JsonNode schema, Set<String> keywords, Place place) {
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            String name = member.getKey();
            boolean isNoOp = name.equals("uniqueItems") && member.getValue().equals(BooleanNode.FALSE);
            if (!keywords.contains(name) && !ANNOTATIONS.contains(name) && !name.startsWith("x-") && !isNoOp) {
                throw place.unsupported(name);
            }
        }
    }

    /** Refuses what belongs to none of these types. */
    static void allowForTypes(JsonNode schema, List<String> types, Place place) {
        Set<String> allowed = new HashSet<>(Set.of("type"));
        types.forEach(type -> allowed.addAll(BY_TYPE.getOrDefault(type, Set.of())));
        allow(schema, allowed, place);
    }

    /** The types that a schema without a type can only be about; more than one, or none, is the caller's to judge. */
    static List<String> impliedTypes(JsonNode schema) {
        List<String> types = new ArrayList<>();
        for (String type : List.of("object", "array", "string", "number")) {
            if (BY_TYPE.getOrDefault(type, Set.of()).stream().anyMatch(schema::has)) {
                types.add(type);
            }
        }
        return types;
    }
}
