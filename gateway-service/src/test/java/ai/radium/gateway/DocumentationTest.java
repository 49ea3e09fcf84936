package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway says of itself to everybody, at its real port. */
@SuppressWarnings("NullAway.Init") // set before the first test
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class DocumentationTest {
    /** What a page would fetch from elsewhere. */
    private static final Pattern ELSEWHERE =
            Pattern.compile("(?:src|href)=\"(?:https?:)?//[^\"]*\\.(?:js|css|png|woff2?)");

    private final HttpClient http = HttpClient.newHttpClient();
    private LocalGateway gateway;

    @BeforeAll
    void start(@TempDir Path folder) {
        gateway = new LocalGateway(new GatewayHome(folder), Map.of("RADIUM_GATEWAY_STATUS_SECONDS", "1"));
    }

    @AfterAll
    void stop() {
        gateway.close();
        http.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path));
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path);
        return http.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({
        "/openapi.json, application/json, \"openapi\"",
        "/openapi.yaml, application/yaml, openapi: 3.0.3",
        "/docs, text/html; charset=utf-8, explorer.js",
        "/docs/changelog, text/html; charset=utf-8, <h2>Unreleased</h2>",
        "/docs/errors, text/html; charset=utf-8, MODEL_NOT_FOUND",
        "/docs/docs.css, text/css; charset=utf-8, light-dark",
        "/docs/explorer.js, text/javascript; charset=utf-8, openapi.json",
        "/docs/swagger-ui.css, text/css; charset=utf-8, dark-mode",
        "/docs/swagger-ui-bundle.js, text/javascript; charset=utf-8, SwaggerUIBundle"
    })
    void aFileIsGivenAtTheRootAndBelowEveryMountOnceOnly(String path, String type, String content) throws Exception {
        for (String mount : new String[] {"", "/v1", "/api/v1", "/api/deploy"}) {
            HttpResponse<String> whole = get(mount + path);
            assertThat(whole.statusCode()).as(mount + path).isEqualTo(200);
            assertThat(whole.headers().firstValue("content-type")).contains(type);
            assertThat(whole.body()).contains(content);
            assertThat(whole.headers().firstValue("content-security-policy").orElseThrow())
                    .startsWith("default-src 'none'");

            String tag = whole.headers().firstValue("etag").orElseThrow();
            HttpResponse<String> unchanged = get(mount + path, "If-None-Match", "\"other\", W/" + tag);
            assertThat(unchanged.statusCode()).isEqualTo(304);
            assertThat(unchanged.body()).isEmpty();
            assertThat(unchanged.headers().firstValue("etag")).contains(tag);

            HttpResponse<String> head =
                    http.send(request(mount + path).HEAD().build(), HttpResponse.BodyHandlers.ofString());
            assertThat(head.headers().firstValue("content-length"))
                    .isEqualTo(whole.headers().firstValue("content-length"));
            assertThat(head.body()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/docs/errors", "/docs/changelog"})
    void aPageAsksNothingOfAnotherHost(String path) throws Exception {
        assertThat(get(path).body())
                .doesNotContainPattern(ELSEWHERE)
                .doesNotContain("<style")
                .doesNotContain("onload");
    }

    @Test
    void aFileThatIsNoneIsNotFound() throws Exception {
        assertThat(get("/docs/openapi.json").statusCode()).isEqualTo(404);
        assertThat(get("/docs/..%2fexplorer.html").statusCode()).isEqualTo(404);
    }

    @Test
    void theStatusTellsWhichPartsAreDownAndNoAddress() throws Exception {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> !get("/status").body().contains("\"name\":\"billing-service\",\"state\":\"unknown\""));

        JsonNode status = new JsonMapper().readTree(get("/v1/status").body());

        assertThat(status.path("status").asText()).isEqualTo("degraded");
        assertThat(status.path("components").findValuesAsText("name"))
                .containsExactly(
                        "account-service",
                        "model-service",
                        "deployment-service",
                        "billing-service",
                        "analytics-service",
                        "finetune-service",
                        "redis",
                        "kafka",
                        "workers");
        assertThat(status.at("/components/3/state").asText()).isEqualTo("down");
        assertThat(status.toString()).doesNotContain("127.0.0.1", "http");
    }
}
