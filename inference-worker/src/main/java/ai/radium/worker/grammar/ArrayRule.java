package ai.radium.worker.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.ArrayList;
import java.util.List;

/** Arrays: of one kind of items, or a tuple. */
record ArrayRule(Grammar grammar, JsonGrammar json, Inner inner) {
    String of(JsonNode schema, Place place) {
        int least = Bounds.count(schema, "minItems", 0, place);
        int most = Bounds.count(schema, "maxItems", Integer.MAX_VALUE, place);
        if (least > most) {
            throw place.refusal("has a minItems above its maxItems");
        }
        if (schema.has("prefixItems")) {
            return tuple(schema, least, most, place);
        }
        if (most == 0) {
            return json.array("", 0, 0);
        }
        JsonNode items = schema.path("items");
        String item = items.isMissingNode() ? json.any() : inner.rule(items, place.child("items"));
        return json.array(item, least, most);
    }

    private String tuple(JsonNode schema, int least, int most, Place place) {
        JsonNode items = schema.get("prefixItems");
        boolean closed = most == items.size() || schema.path("items").equals(BooleanNode.FALSE);
        if (!items.isArray() || items.isEmpty() || !closed || least > items.size() || most < items.size()) {
            throw place.refusal("has prefixItems that are not the whole array: add items: false");
        }
        List<String> rules = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            rules.add(inner.rule(items.get(i), place.child("prefixItems/" + i)));
        }
        return grammar.rule("\"[\" " + String.join(" " + json.comma() + " ", rules) + " \"]\"");
    }
}
