package ai.radium.gateway.problem;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/** How an error reads to a client. */
public enum Dialect {
    /** Radium: {@code {"error": "Model not found", "code": "MODEL_NOT_FOUND", "details": {…}}}. */
    STRING {
        @Override
        void write(JsonGenerator json, Refusal refusal, String requestId) throws IOException {
            json.writeStringField("error", refusal.detail());
            json.writeStringField("code", refusal.code());
            if (refusal.param() != null || !refusal.details().isEmpty()) {
                json.writeObjectFieldStart("details");
                if (refusal.param() != null && !refusal.details().containsKey("field")) {
                    json.writeStringField("field", refusal.param());
                }
                writeAll(json, refusal.details());
                json.writeEndObject();
            }
        }
    },
    /** OpenAI: {@code {"error": {message, type, code, param}}}, with the members of RFC 9457 beside it. */
    OBJECT {
        @Override
        void write(JsonGenerator json, Refusal refusal, String requestId) throws IOException {
            json.writeObjectFieldStart("error");
            writeError(json, refusal);
            json.writeEndObject();
            json.writeStringField("type", "urn:radium:problem:" + refusal.code());
            json.writeStringField("title", refusal.title());
            json.writeNumberField("status", refusal.status());
            json.writeStringField("detail", refusal.detail());
            if (!refusal.details().isEmpty()) {
                json.writeObjectFieldStart("details");
                writeAll(json, refusal.details());
                json.writeEndObject();
            }
        }
    },
    /** Anthropic: {@code {"type": "error", "error": {type, message}, "request_id": "…"}}, in a stream too. */
    ANTHROPIC {
        @Override
        void write(JsonGenerator json, Refusal refusal, String requestId) throws IOException {
            json.writeStringField("type", "error");
            json.writeObjectFieldStart("error");
            json.writeStringField("type", anthropicTypeOf(refusal));
            json.writeStringField("message", refusal.detail());
            json.writeEndObject();
            json.writeStringField("request_id", requestId);
        }
    };

    private static final JsonFactory JSON = new JsonFactory();
    private static final ObjectMapper MAPPER = JsonMapper.builder(JSON).build();

    abstract void write(JsonGenerator json, Refusal refusal, String requestId) throws IOException;

    /**
     * The reply's JSON body.
     *
     * @param requestId of the request that is refused
     */
    public byte[] render(Refusal refusal, String requestId) {
        return written(json -> write(json, refusal, requestId));
    }

    /** The data of an {@code event: error} within a stream of OpenAI's shape, which any dialect may have asked for. */
    public static byte[] renderForStream(Refusal refusal) {
        return written(json -> {
            json.writeObjectFieldStart("error");
            writeError(json, refusal);
            json.writeEndObject();
        });
    }

    private static void writeError(JsonGenerator json, Refusal refusal) throws IOException {
        json.writeStringField("message", refusal.detail());
        json.writeStringField("type", typeOf(refusal));
        json.writeStringField("code", refusal.code().toLowerCase(Locale.ROOT));
        json.writeStringField("param", refusal.param());
    }

    /** The type words of OpenAI's API, by status. */
    static String typeOf(Refusal refusal) {
        return switch (refusal.status()) {
            case 401 -> "authentication_error";
            case 402 -> "insufficient_quota";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 429 -> "rate_limit_error";
            default -> refusal.status() < 500 ? "invalid_request_error" : "server_error";
        };
    }

    /** The type words of Anthropic's API ("Errors"), by status. */
    private static String anthropicTypeOf(Refusal refusal) {
        return switch (refusal.status()) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 503 -> "overloaded_error";
            case 504 -> "timeout_error";
            default -> refusal.status() < 500 ? "invalid_request_error" : "api_error";
        };
    }

    private static void writeAll(JsonGenerator json, Map<String, Object> details) throws IOException {
        for (var entry : details.entrySet()) {
            json.writeObjectField(entry.getKey(), entry.getValue());
        }
    }

    private static byte[] written(Body body) {
        var bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.setCodec(MAPPER);
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }
}
