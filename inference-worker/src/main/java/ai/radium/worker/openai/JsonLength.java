package ai.radium.worker.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** How long JSON would be if it were written, without writing it. */
final class JsonLength {
    /** Of a control character: a backslash, u and four digits. */
    private static final int ESCAPE = 6;

    private static final int QUOTES = 2;

    /** A comma, or a colon. */
    private static final int MARK = 1;

    private JsonLength() {}

    /** In UTF-8, at most; without spaces. */
    static long bytes(JsonNode json) {
        if (json.isTextual()) {
            return quoted(json.textValue());
        }
        if (!json.isContainerNode()) {
            return json.asText().length();
        }
        long length = QUOTES; // brackets
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            length += quoted(member.getKey()) + MARK + bytes(member.getValue()) + MARK;
        }
        if (json.isArray()) {
            for (JsonNode entry : json) {
                length += bytes(entry) + MARK;
            }
        }
        return length;
    }

    static long utf8(String text) {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            length += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
        }
        return length;
    }

    private static long quoted(String text) {
        long length = QUOTES + utf8(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                length += ESCAPE - 1;
            } else if (c == '"' || c == '\\') {
                length += 1;
            }
        }
        return length;
    }
}
