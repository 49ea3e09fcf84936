package ai.radium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What callers change through the public port is told once by each service, and the log of it is as it was written. */
@ExtendWith(RunningPlatform.class)
class AuditLogTest {
    @Test
    void hasEachChangeOnceAndIsWhole(Platform platform) {
        ApiClient api = platform.api();
        Map<String, String> actions = new LinkedHashMap<>();
        ApiClient.Answer key = told(actions, "api_key.create", api.post("/api-keys", "{\"name\":\"audited\"}"));
        String path = "/api-keys/" + key.json().at("/data/id").asText();
        told(actions, "api_key.update", api.put(path, "{\"name\":\"renamed\"}"));
        told(actions, "api_key.revoke", api.delete(path));
        String deployment = "/deployments/" + platform.deploymentId();
        String name = api.get(deployment).json().at("/data/name").asText();
        told(actions, "deployment.update", api.put(deployment, "{\"name\":\"audited\"}"));
        told(actions, "deployment.update", api.put(deployment, "{\"name\":\"%s\"}".formatted(name)));
        ApiClient.Answer refused = api.put(path, "{\"nmae\":\"x\"}");

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(actionsByRequest(api)).containsAllEntriesOf(actions));
        assertThat(rows(api))
                .filteredOn(row -> actions.containsKey(row.path("requestId").asText()))
                .hasSameSizeAs(actions.keySet());
        assertThat(actionsByRequest(api)).doesNotContainKey(requestId(refused));
        assertThat(platform.radium("audit", "verify").lines())
                .isNotEmpty()
                .allMatch(line -> line.contains(" rows, whole; the last hash is "));
    }

    private static ApiClient.Answer told(Map<String, String> actions, String action, ApiClient.Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isBetween(200, 201);
        actions.put(requestId(answer), action);
        return answer;
    }

    private static String requestId(ApiClient.Answer answer) {
        return answer.response().headers().firstValue("x-request-id").orElseThrow();
    }

    private static Map<String, String> actionsByRequest(ApiClient api) {
        Map<String, String> actions = new LinkedHashMap<>();
        rows(api)
                .forEach(row -> actions.put(
                        row.path("requestId").asText(), row.path("action").asText()));
        return actions;
    }

    private static List<JsonNode> rows(ApiClient api) {
        JsonNode rows = api.get("/audit-logs?limit=100").json().path("data");
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }
}
