package ai.radium.worker.request;

import ai.radium.worker.engine.EngineRefusal;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** The content of a message: a text, or parts that are one text together. Models here read nothing else. */
final class MessageText {
    /** Of a part; the last two change nothing here. */
    private static final Set<String> MEMBERS = Set.of("type", "text", "refusal", "annotations", "cache_control");

    private MessageText() {}

    /** @throws EngineRefusal naming the part that is no text */
    static String of(JsonNode message, String path) {
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            return content.textValue();
        }
        if (!content.isArray() || content.isEmpty()) {
            throw EngineRefusal.invalid(
                    path + ".content", path + ".content must be a string or an array of text parts");
        }
        boolean byModel = message.path("role").asText().equals("assistant");
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < content.size(); i++) {
            joined.append(part(content.get(i), path + ".content[" + i + "]", byModel));
        }
        return joined.toString();
    }

    private static String part(JsonNode part, String path, boolean byModel) {
        String type = Json.string(part, "type", path);
        if (type.equals("text") || type.equals("refusal")) {
            Json.refuseOthers(part, path, MEMBERS);
        }
        if (byModel && type.equals("refusal")) {
            return Json.string(part, "refusal", path);
        }
        if (!type.equals("text")) {
            throw EngineRefusal.invalid(path + ".type", path + ".type must be text: this model reads nothing else");
        }
        return Json.string(part, "text", path);
    }
}
