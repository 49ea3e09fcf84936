package ai.radium.worker.model.fetch;

import java.net.URI;
import java.util.Map;

record BearerToken(String token) implements Authorization {
    @Override
    public Map<String, String> headers(URI address) {
        return Map.of("Authorization", "Bearer " + token);
    }

    @Override
    public String toString() {
        return "BearerToken[…]";
    }
}
