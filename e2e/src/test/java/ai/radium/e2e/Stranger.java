package ai.radium.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes another user in Keycloak and signs in as that user, who then has an account of its own. */
record Stranger(String keycloak, String adminPassword) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "stranger";
    private static final String PASSWORD = "a-password-of-a-test";

    /** A token of the realm's user. */
    String token() {
        String admin = signIn("master", "admin-cli", "admin", adminPassword);
        String user = """
                {"username":"%1$s","email":"%1$s@example.org","emailVerified":true,"firstName":"A","lastName":"Stranger",
                 "enabled":true,"credentials":[{"type":"password","value":"%2$s","temporary":false}]}""".formatted(NAME, PASSWORD);
        send(HttpRequest.newBuilder(URI.create(keycloak + "/admin/realms/radium/users"))
                .header("Authorization", "Bearer " + admin)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(user))
                .build());
        return signIn("radium", "radium-cli", NAME, PASSWORD);
    }

    private String signIn(String realm, String client, String user, String password) {
        String form = Map.of("grant_type", "password", "client_id", client, "username", user, "password", password)
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpResponse<String> response = send(
                HttpRequest.newBuilder(URI.create(keycloak + "/realms/" + realm + "/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build());
        try {
            JsonNode reply = JSON.readTree(response.body());
            if (!reply.hasNonNull("access_token")) {
                throw new IllegalStateException("sign-in of " + user + ": " + response.body());
            }
            return reply.path("access_token").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
