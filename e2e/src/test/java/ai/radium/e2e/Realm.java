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

/** The users of the realm, as its administrator makes them. Each has an account of their own. */
record Realm(String keycloak, String adminPassword) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PASSWORD = "a-password-of-a-test";

    /** A token of a new user. */
    String newUser(String name) {
        make(name, administrator());
        return signIn("radium", "radium-cli", name, PASSWORD);
    }

    /** A token of a new user who runs this installation. */
    String newOperator(String name) {
        String administrator = administrator();
        make(name, administrator);
        String user = json(administered("/users?exact=true&username=" + name, administrator))
                .at("/0/id")
                .asText();
        String role = send(administered("/roles/platform-admin", administrator).build())
                .body();
        send(administered("/users/" + user + "/role-mappings/realm", administrator)
                .POST(BodyPublishers.ofString("[" + role + "]"))
                .build());
        return signIn("radium", "radium-cli", name, PASSWORD);
    }

    private void make(String name, String administrator) {
        String user = """
                {"username":"%1$s","email":"%1$s@example.org","emailVerified":true,"firstName":"A","lastName":"User",
                 "enabled":true,"credentials":[{"type":"password","value":"%2$s","temporary":false}]}""".formatted(name, PASSWORD);
        send(administered("/users", administrator)
                .POST(BodyPublishers.ofString(user))
                .build());
    }

    private String administrator() {
        return signIn("master", "admin-cli", "admin", adminPassword);
    }

    private HttpRequest.Builder administered(String path, String administrator) {
        return HttpRequest.newBuilder(URI.create(keycloak + "/admin/realms/radium" + path))
                .header("Authorization", "Bearer " + administrator)
                .header("Content-Type", "application/json");
    }

    private String signIn(String realm, String client, String user, String password) {
        String form = Map.of("grant_type", "password", "client_id", client, "username", user, "password", password)
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        JsonNode reply = json(
                HttpRequest.newBuilder(URI.create(keycloak + "/realms/" + realm + "/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)));
        if (!reply.hasNonNull("access_token")) {
            throw new IllegalStateException("sign-in of " + user + ": " + reply);
        }
        return reply.path("access_token").asText();
    }

    private static JsonNode json(HttpRequest.Builder request) {
        try {
            return JSON.readTree(send(request.build()).body());
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
