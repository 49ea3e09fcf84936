package ai.radium.worker.grammar;

import com.fasterxml.jackson.databind.JsonNode;

/** Makes the rule of a schema inside another. */
interface Inner {
    String rule(JsonNode schema, Place place);
}
