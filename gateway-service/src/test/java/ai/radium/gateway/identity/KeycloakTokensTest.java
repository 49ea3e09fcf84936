package ai.radium.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.devstack.testing.Stack;
import ai.radium.devstack.testing.StackExtension;
import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a real Keycloak gives to a user who signs in. */
@ExtendWith(StackExtension.class)
class KeycloakTokensTest {
    @TempDir
    private Path home;

    @Test
    void theAccessTokenIsTakenAndNoOther(Stack stack) throws IOException, InterruptedException, JOSEException {
        String realm = stack.keycloak() + "/realms/radium";
        JsonNode tokens = signIn(realm, stack.demoPassword());
        try (var accounts = new FakeAccountService();
                var gate = new Gate(
                        accounts.uri(),
                        URI.create(realm + "/protocol/openid-connect/certs"),
                        realm,
                        home,
                        false,
                        InstantSource.system())) {
            assertThat(gate.outcome(tokens.path("id_token").asText())).isEqualTo("401 INVALID_TOKEN");
            assertThat(gate.outcome(tokens.path("refresh_token").asText())).isEqualTo("401 INVALID_TOKEN");
            assertThat(accounts.lookups).isEmpty();
            assertThat(gate.outcome(tokens.path("access_token").asText())).isEqualTo("404 ACCOUNT_NOT_FOUND");
            assertThat(accounts.lookups).hasSize(1);
        }
    }

    private static JsonNode signIn(String realm, String password) throws IOException, InterruptedException {
        String form = "grant_type=password&client_id=radium-cli&scope=openid&username=demo&password=" + password;
        HttpRequest request = HttpRequest.newBuilder(URI.create(realm + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return AccountService.JSON.readTree(
                    http.send(request, BodyHandlers.ofString()).body());
        }
    }
}
