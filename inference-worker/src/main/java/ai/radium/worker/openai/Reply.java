package ai.radium.worker.openai;

import com.fasterxml.jackson.databind.JsonNode;

/** An HTTP status with its JSON body. */
public record Reply(int status, JsonNode body) {
    public boolean isOk() {
        return status == 200;
    }

    /** The server's own words. */
    public String error() {
        // SGLang and older versions of vLLM put the message at the top.
        JsonNode error = body.path("error").isObject() ? body.path("error") : body;
        return error.path("message").asText("the engine answered with status " + status);
    }
}
