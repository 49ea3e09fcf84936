package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.gateway.time.GatewayTime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page at the listener; the services behind the edge are away. */
@SuppressWarnings("NullAway.Init") // set before the first test
class CrossOriginTest {
    private static final String PAGE = "https://console.example";
    private static final String NOTHING = "http://127.0.0.1:1";

    private static Gateway gateway;
    private static HttpClient client;

    @BeforeAll
    static void start(@TempDir Path home) throws IOException {
        gateway = new Gateway(
                GatewayConfig.of(Map.of(
                        "RADIUM_GATEWAY_PORTS",
                        "0",
                        "RADIUM_GATEWAY_MANAGEMENT_PORT",
                        "0",
                        "RADIUM_GATEWAY_HOME",
                        home.toString(),
                        "RADIUM_GATEWAY_CORS_ORIGINS",
                        PAGE,
                        "RADIUM_REDIS",
                        "redis://127.0.0.1:1",
                        "RADIUM_KAFKA",
                        "127.0.0.1:1",
                        "RADIUM_KEYCLOAK",
                        NOTHING,
                        "RADIUM_ACCOUNT_SERVICE",
                        NOTHING)),
                GatewayTime.system());
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() throws IOException {
        client.close();
        gateway.close();
    }

    @Test
    void mayAskBeforehandWithoutCredentials() throws Exception {
        HttpResponse<String> reply = send(request(PAGE)
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Access-Control-Allow-Origin")).hasValue(PAGE);
        assertThat(reply.headers().firstValue("Access-Control-Allow-Headers"))
                .hasValueSatisfying(headers -> assertThat(headers).contains("Authorization"));
    }

    @Test
    void readsWhyItWasRefused() throws Exception {
        HttpResponse<String> reply = send(request(PAGE).POST(BodyPublishers.ofString("{}")));

        assertThat(reply.statusCode()).isEqualTo(401);
        assertThat(reply.headers().firstValue("Access-Control-Allow-Origin")).hasValue(PAGE);
    }

    @Test
    void fromElsewhereReadsNothing() throws Exception {
        HttpResponse<String> reply = send(request("https://elsewhere.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(reply.headers().firstValue("Vary")).hasValue("origin");
    }

    private static HttpRequest.Builder request(String origin) {
        int port = gateway.ports().getFirst();
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
                .header("Origin", origin);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
