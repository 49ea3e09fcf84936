package ai.radium.worker.llama;

import com.fasterxml.jackson.databind.JsonNode;

/** An HTTP status with its JSON body. */
record LlamaReply(int status, JsonNode body) {
    boolean isOk() {
        return status == 200;
    }

    boolean isOverflow() {
        return body.path("error").path("type").asText().equals("exceed_context_size_error");
    }

    /** The engine's own words. */
    String error() {
        return body.path("error").path("message").asText("the engine answered with status " + status);
    }
}
