package ai.radium.worker.grammar;

import ai.radium.worker.engine.EngineRefusal;

/**
 * Where in a request a schema stands, for refusals.
 *
 * @param param the request field
 * @param pointer the way from the schema's root, such as {@code #/properties/age}
 */
record Place(String param, String pointer) {
    Place child(String step) {
        return new Place(param, pointer + "/" + step);
    }

    EngineRefusal refusal(String explanation) {
        return EngineRefusal.invalid(param, param + ": the schema at " + pointer + " " + explanation);
    }

    EngineRefusal unsupported(String keyword) {
        return refusal("uses " + keyword + ", which this model's engine cannot enforce; leave it out");
    }
}
