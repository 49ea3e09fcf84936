package ai.radium.worker.request;

import ai.radium.worker.engine.EngineRefusal;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Raw JSON values of request fields. */
final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private Json() {}

    /** The value, unless the client sent none or null. */
    static Optional<JsonNode> optional(String raw, String param) {
        if (raw.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readTree(raw)).filter(value -> !value.isNull() && !value.isMissingNode());
        } catch (MismatchedInputException e) {
            throw e.getProcessor() instanceof JsonParser parser
                            && parser.getParsingContext().getCurrentName() != null
                    ? twice(parser.getParsingContext(), param)
                    : EngineRefusal.invalid(param, param + " is not valid JSON"); // something follows the value
        } catch (JsonProcessingException e) {
            throw EngineRefusal.invalid(param, param + " is not valid JSON");
        }
    }

    private static EngineRefusal twice(JsonStreamContext context, String param) {
        String path = path(context, param);
        return EngineRefusal.invalid(path, path + " is there twice");
    }

    private static String path(JsonStreamContext context, String param) {
        if (context.inRoot()) {
            return param;
        }
        String outer = path(context.getParent(), param);
        return context.inArray()
                ? outer + "[" + context.getCurrentIndex() + "]"
                : outer + "." + context.getCurrentName();
    }

    /** Refuses a member that is there, is not null and is no string. */
    static void optionalString(JsonNode object, String member, String path) {
        if (object.hasNonNull(member)) {
            string(object, member, path);
        }
    }

    /** A member that would change nothing is not what its sender thinks. */
    static void refuseOthers(JsonNode object, String path, Set<String> known) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!known.contains(member.getKey()) && !member.getValue().isNull()) {
                String name = path + "." + member.getKey();
                throw EngineRefusal.invalid(name, name + " is not known here");
            }
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
