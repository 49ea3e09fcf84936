package ai.radium.worker.request;

import ai.radium.worker.engine.EngineRefusal;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/** Raw JSON values of request fields. */
final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** The value, unless the client sent none or null. */
    static Optional<JsonNode> optional(String raw, String param) {
        if (raw.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readTree(raw)).filter(value -> !value.isNull() && !value.isMissingNode());
        } catch (JsonProcessingException e) {
            throw EngineRefusal.invalid(param, param + " is not valid JSON");
        }
    }

    /** A string member, required. */
    static String string(JsonNode object, String member, String path) {
        JsonNode value = object.path(member);
        if (!value.isTextual()) {
            throw EngineRefusal.invalid(path + "." + member, path + "." + member + " must be a string");
        }
        return value.textValue();
    }
}
