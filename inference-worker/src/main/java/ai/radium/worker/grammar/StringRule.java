package ai.radium.worker.grammar;

import com.fasterxml.jackson.databind.JsonNode;

/** Strings: free, bounded in length, or of a format. */
record StringRule(JsonGrammar json) {
    String of(JsonNode schema, Place place) {
        boolean bounded = schema.has("minLength") || schema.has("maxLength");
        if (schema.has("pattern")) {
            throw place.unsupported("pattern");
        }
        if (schema.has("format")) {
            if (bounded) {
                throw place.refusal("has a format and a length, of which this model's engine can enforce one");
            }
            String name = schema.get("format").asText();
            return json.quoted(StringFormat.named(name)
                    .orElseThrow(() -> place.unsupported("the format " + name))
                    .expression());
        }
        int least = Bounds.count(schema, "minLength", 0, place);
        int most = Bounds.count(schema, "maxLength", Integer.MAX_VALUE, place);
        if (least > most) {
            throw place.refusal("has a minLength above its maxLength");
        }
        return most == 0 ? json.quoted("") : json.quoted(json.character() + JsonGrammar.times(least, most));
    }
}
