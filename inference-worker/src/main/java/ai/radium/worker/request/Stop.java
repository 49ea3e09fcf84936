package ai.radium.worker.request;

import ai.radium.worker.engine.EngineRefusal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/** Sequences that end an answer: one string, or an array of up to four times OpenAI's four. */
final class Stop {
    private static final int MOST = 16;

    private Stop() {}

    static ArrayNode sequences(JsonNode stop) {
        ArrayNode sequences = Json.MAPPER.createArrayNode();
        if (stop.isArray()) {
            stop.forEach(sequences::add);
        } else {
            sequences.add(stop);
        }
        if (sequences.size() > MOST) {
            throw EngineRefusal.invalid("stop", "stop must hold at most " + MOST + " sequences");
        }
        for (JsonNode sequence : sequences) {
            if (!sequence.isTextual() || sequence.textValue().isEmpty()) {
                throw EngineRefusal.invalid("stop", "stop must be a string or an array of strings, none of them empty");
            }
        }
        return sequences;
    }
}
