package ai.radium.devstack.demo;

import ai.radium.devstack.process.StackFailure;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Follows a deployment until it serves, and prints each change. */
final class DeploymentWatch {
    private static final int REPLICAS = 2;

    private final Api api;
    private final String id;
    private final Instant from;
    private final PrintStream out;
    private String shown = "";

    DeploymentWatch(Api api, String id, Instant from, PrintStream out) {
        this.api = api;
        this.id = id;
        this.from = from;
        this.out = out;
    }

    /** The deployment once all its replicas serve; refuses when it failed. */
    Optional<JsonNode> activated() {
        JsonNode deployment = api.get("/deployments/" + id)
                .orFail("deployment " + id + " cannot be read")
                .path("data");
        String status = deployment.path("status").asText();
        int ready = deployment.path("replicas").path("ready").asInt();
        show("%s, %d of %d replicas ready".formatted(status, ready, REPLICAS));
        if (status.equals("failed")) {
            throw new StackFailure("deployment %s failed: %s"
                    .formatted(
                            id,
                            deployment
                                    .path("reason")
                                    .asText(deployment.path("message").asText())));
        }
        return status.equals("active") && ready >= REPLICAS ? Optional.of(deployment) : Optional.empty();
    }

    private void show(String state) {
        if (!state.equals(shown)) {
            out.printf(
                    "      %s (%d s)%n",
                    state, Duration.between(from, Instant.now()).toSeconds());
            shown = state;
        }
    }
}
