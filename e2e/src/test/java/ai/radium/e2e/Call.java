package ai.radium.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a client saw of one call.
 *
 * @param promptTokens as the reply counted them; 0 without a reply
 * @param completionTokens as the reply counted them, for a broken stream as its error event counted them
 */
record Call(String requestId, int status, End end, int promptTokens, int completionTokens, String detail) {
    enum End {
        /** A JSON reply, or a stream that said {@code [DONE]}. */
        WHOLE,
        /** A stream that ended in {@code event: error}. */
        ERROR_EVENT,
        /** An HTTP error before any token. */
        REFUSED,
        /** No connection: the gateway was away. */
        UNREACHED,
        /** A reply that just stopped, or none at all: never allowed while the gateway lives. */
        BARE
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATA = "data: ";

    static Call ofJson(String requestId, int status, String body) {
        if (status != 200) {
            return new Call(requestId, status, End.REFUSED, 0, 0, body);
        }
        JsonNode usage = parse(body).path("usage");
        return new Call(
                requestId,
                status,
                End.WHOLE,
                usage.path("prompt_tokens").asInt(),
                usage.path("completion_tokens").asInt(),
                "");
    }

    /** Reads server-sent events (WHATWG HTML, section 9.2) to their end. */
    static Call ofStream(String requestId, InputStream body) throws IOException {
        JsonNode usage = JSON.missingNode();
        boolean error = false;
        String last = "";
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals("event: error")) {
                    error = true;
                }
                if (!line.startsWith(DATA)) {
                    continue;
                }
                last = line.substring(DATA.length());
                if (last.equals("[DONE]")) {
                    return counted(requestId, End.WHOLE, usage, "");
                }
                JsonNode chunk = parse(last);
                usage = chunk.hasNonNull("usage") ? chunk.path("usage") : usage;
            }
        }
        return counted(requestId, error ? End.ERROR_EVENT : End.BARE, usage, last);
    }

    private static Call counted(String requestId, End end, JsonNode usage, String detail) {
        return new Call(
                requestId,
                200,
                end,
                usage.path("prompt_tokens").asInt(),
                usage.path("completion_tokens").asInt(),
                detail);
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + text, e);
        }
    }
}
