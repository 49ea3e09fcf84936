package ai.radium.worker.openai;

import com.fasterxml.jackson.databind.JsonNode;

/** An HTTP status with its JSON body. */
public record Reply(int status, JsonNode body) {
    public boolean isOk() {
        return status == 200;
    }

    /** The server's own words. */
    public String error() {
        return body.path("error").path("message").asText("the engine answered with status " + status);
    }
}
