package ai.radium.worker.grammar;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** References into the schema that holds them. */
final class References {
    private References() {}

    /** What {@code #} or {@code #/...} points at; missing when there is no such place, or it is in another document. */
    static JsonNode resolve(JsonNode root, String reference) {
        if (!reference.equals("#") && !reference.startsWith("#/")) {
            return MissingNode.getInstance();
        }
        try {
            String pointer = URLDecoder.decode(reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
            return root.at(JsonPointer.compile(pointer));
        } catch (IllegalArgumentException e) {
            return MissingNode.getInstance(); // a stray % or ~ in it
        }
    }
}
