package ai.radium.devstack.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;

/** A user signed in by the password grant, as the access token tells. */
record SignIn(String subject) {
    static SignIn demo(Stack stack) throws IOException, InterruptedException {
        String form = "grant_type=password&client_id=radium-cli&username=demo&password=" + stack.demoPassword();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(stack.keycloak() + "/realms/radium/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        HttpResponse<String> reply = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        JsonNode body = new ObjectMapper().readTree(reply.body());
        String token = body.path("access_token").asText(reply.body());
        String payload = List.of(token.split("\\.", -1)).get(1);
        JsonNode claims =
                new ObjectMapper().readTree(new String(Base64.getUrlDecoder().decode(payload), UTF_8));
        return new SignIn(claims.path("sub").asText());
    }
}
