package ai.radium.worker.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Objects: of named properties in their order, or a map from any names. */
record ObjectRule(Grammar grammar, JsonGrammar json, Inner inner) {
    private record Property(String member, boolean required) {}

    /** The engine follows each of them with every token, until one is said. */
    private static final int MOST_OPTIONAL = 256;

    String of(JsonNode schema, Place place) {
        JsonNode properties = schema.path("properties");
        JsonNode additional = schema.path("additionalProperties");
        Set<String> required = required(schema, place);
        if (!properties.isMissingNode() && !properties.isObject()) {
            throw place.refusal("has properties that are not an object");
        }
        if (properties.isEmpty()) {
            return map(properties, additional, required, place);
        }
        if (additional.isObject()) {
            throw place.refusal("has additionalProperties beside properties, which this model's engine cannot enforce;"
                    + " put them into an object of their own");
        }
        return grammar.rule("\"{\" " + members(properties(properties, required, place)) + " \"}\"");
    }

    private String map(JsonNode properties, JsonNode additional, Set<String> required, Place place) {
        if (!required.isEmpty()) {
            throw undefined(required.iterator().next(), place);
        }
        boolean closed = additional.isBoolean()
                ? !additional.booleanValue()
                : additional.isMissingNode() && properties.isObject();
        if (closed) {
            return grammar.rule("\"{}\"");
        }
        return json.object(
                additional.isMissingNode() || additional.isBoolean()
                        ? json.any()
                        : inner.rule(additional, place.child("additionalProperties")));
    }

    private List<Property> properties(JsonNode properties, Set<String> required, Place place) {
        List<Property> rules = new ArrayList<>();
        Set<String> missing = new HashSet<>(required);
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            String name = property.getKey();
            String value = inner.rule(property.getValue(), place.child("properties/" + name));
            String key = Grammar.literal(TextNode.valueOf(name).toString());
            rules.add(new Property(grammar.rule(key + " " + json.colon() + " " + value), required.contains(name)));
            missing.remove(name);
        }
        if (!missing.isEmpty()) {
            throw undefined(missing.iterator().next(), place);
        }
        if (rules.size() - required.size() > MOST_OPTIONAL) {
            throw place.refusal("has more than " + MOST_OPTIONAL
                    + " properties that may be left out, which this model's engine cannot follow; make them required");
        }
        return rules;
    }

    /** From the last property to the first: what may follow when something was written before, and when nothing was. */
    private String members(List<Property> properties) {
        String afterSome = "";
        String first = "";
        for (Property property : properties.reversed()) {
            String begun = property.member() + " " + afterSome;
            first = grammar.rule(
                    property.required() ? begun : first.isEmpty() ? "(" + begun + ")?" : begun + " | " + first);
            String more = json.comma() + " " + property.member();
            afterSome = grammar.rule(property.required() ? more + " " + afterSome : "(" + more + ")? " + afterSome);
        }
        return first;
    }

    private static Set<String> required(JsonNode schema, Place place) {
        JsonNode names = schema.path("required");
        if (!names.isMissingNode() && !names.isArray()) {
            throw place.refusal("has a required that is not an array of names");
        }
        Set<String> required = new HashSet<>();
        names.forEach(name -> required.add(name.asText()));
        return required;
    }

    private static RuntimeException undefined(String name, Place place) {
        return place.refusal("requires " + name + ", which its properties do not define");
    }
}
