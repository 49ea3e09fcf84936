package ai.radium.worker.grammar;

import ai.radium.worker.engine.EngineRefusal;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One JSON schema (draft 2020-12) as rules of a grammar. Every answer of the grammar is valid by the schema; where that is
 * simpler the grammar admits less: an object has the properties that the schema names and no others, in the schema's order.
 */
public final class SchemaGrammar {
    private final Grammar grammar;
    private final JsonGrammar json;
    private final JsonNode root;
    private final Map<String, String> rulesByReference = new HashMap<>();

    private SchemaGrammar(Grammar grammar, JsonNode root) {
        this.grammar = grammar;
        this.json = new JsonGrammar(grammar);
        this.root = root;
    }

    /**
     * Adds the rules of a schema and returns the name of the one for the whole.
     *
     * @param param the request field that holds the schema
     * @throws EngineRefusal naming the place and the keyword that cannot be enforced
     */
    public static String rule(Grammar grammar, JsonNode schema, String param) {
        return new SchemaGrammar(grammar, schema).value(schema, new Place(param, "#"), Set.of());
    }

    /** Any JSON object. */
    public static String anyObject(Grammar grammar) {
        JsonGrammar json = new JsonGrammar(grammar);
        return json.object(json.any());
    }

    /** @param entered references followed since the last bracket or brace: to meet one again would be to go round in circles */
    private String value(JsonNode schema, Place place, Set<String> entered) {
        if (schema.isBoolean() && schema.booleanValue()) {
            return json.any();
        }
        if (!schema.isObject()) {
            throw place.refusal("must be an object");
        }
        if (schema.has("$ref")) {
            Keywords.allow(schema, Set.of("$ref"), place);
            return reference(schema.get("$ref"), place, entered);
        }
        for (String combination : List.of("anyOf", "oneOf", "allOf")) {
            if (schema.has(combination)) {
                Keywords.allow(schema, Set.of(combination), place);
                return combined(combination, schema.get(combination), place.child(combination), entered);
            }
        }
        if (schema.has("const") || schema.has("enum")) {
            Keywords.allow(schema, Set.of("const", "enum", "type"), place);
            return literals(schema, place);
        }
        return typed(schema, place);
    }

    private String reference(JsonNode reference, Place place, Set<String> entered) {
        String text = reference.asText();
        JsonNode target = References.resolve(root, text);
        if (target.isMissingNode()) {
            throw place.refusal(
                    "refers to " + text + ", which must be a place in the same schema, such as #/$defs/name");
        }
        if (entered.contains(text)) {
            throw place.refusal("refers to " + text + ", which leads back to itself");
        }
        String known = rulesByReference.get(text);
        if (known != null) {
            return known;
        }
        String rule = grammar.reserve();
        rulesByReference.put(text, rule);
        Set<String> nowEntered = new HashSet<>(entered);
        nowEntered.add(text);
        grammar.define(rule, value(target, new Place(place.param(), text), nowEntered));
        return rule;
    }

    private String combined(String combination, JsonNode parts, Place place, Set<String> entered) {
        if (!parts.isArray() || parts.isEmpty()) {
            throw place.refusal("must be an array of at least one schema");
        }
        if (combination.equals("allOf") && parts.size() > 1) {
            throw place.refusal("has more than one part, which this model's engine cannot enforce; merge them");
        }
        if (combination.equals("oneOf") && !new Alternatives(root).excludeEachOther(parts)) {
            throw place.refusal(
                    "has parts that one value could match together; use anyOf, or give every part a required"
                            + " property with a const of its own");
        }
        List<String> rules = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            rules.add(value(parts.get(i), place.child(Integer.toString(i)), entered));
        }
        return grammar.rule(String.join(" | ", rules));
    }

    private String literals(JsonNode schema, Place place) {
        List<String> types = schema.has("type") ? types(schema, place) : List.of();
        List<String> literals = Literals.of(schema).stream()
                .filter(value -> types.isEmpty() || types.stream().anyMatch(type -> Literals.isOfType(value, type)))
                .map(JsonNode::toString)
                .toList();
        if (literals.isEmpty()) {
            throw place.refusal("admits no value");
        }
        grammar.countLiterals(literals.size());
        return new Branches(grammar).of(literals);
    }

    private String typed(JsonNode schema, Place place) {
        List<String> types = schema.has("type") ? types(schema, place) : Keywords.impliedTypes(schema);
        Keywords.allowForTypes(schema, types, place);
        if (types.isEmpty()) {
            return json.any();
        }
        if (types.size() > 1 && !schema.has("type")) {
            throw place.refusal("needs a type");
        }
        List<String> rules =
                types.stream().map(type -> ofType(type, schema, place)).toList();
        return grammar.rule(String.join(" | ", rules));
    }

    private static List<String> types(JsonNode schema, Place place) {
        JsonNode type = schema.get("type");
        List<String> types = new ArrayList<>();
        for (JsonNode name : type.isArray() ? type : List.of(type)) {
            if (!Keywords.isType(name.asText())) {
                throw place.refusal("has a type that JSON does not know: " + name);
            }
            types.add(name.asText());
        }
        if (types.isEmpty()) {
            throw place.refusal("has an empty list of types");
        }
        return types;
    }

    private String ofType(String type, JsonNode schema, Place place) {
        return switch (type) {
            case "object" -> new ObjectRule(grammar, json, this::inner).of(schema, place);
            case "array" -> new ArrayRule(grammar, json, this::inner).of(schema, place);
            case "string" -> new StringRule(json).of(schema, place);
            case "integer" -> range(schema, place, true);
            case "number" -> range(schema, place, false);
            case "boolean" -> "\"true\" | \"false\"";
            default -> "\"null\"";
        };
    }

    private String range(JsonNode schema, Place place, boolean whole) {
        NumberRange range = Bounds.read(schema, place);
        List<String> numbers = whole ? range.integers() : range.numbers();
        if (numbers.isEmpty()) {
            throw place.refusal("admits no number");
        }
        return grammar.rule(String.join(" | ", numbers));
    }

    private String inner(JsonNode schema, Place place) {
        return value(schema, place, Set.of());
    }
}
