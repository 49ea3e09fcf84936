package ai.radium.deployment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import ai.radium.contracts.Topic;
import ai.radium.contracts.billing.UsageRated;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecorded;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service on a real PostgreSQL and Kafka, with real processes for workers. */
@QuarkusTest
@WithTestResource(DeploymentStack.class)
class DeploymentServiceTest extends WithCustomer {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void takesADeploymentFromPendingToActiveAndAway() {
        JsonPath created = customer.created("""
                {"name": "support", "modelId": "large-alias", "configuration": {"minReplicas": 2}}""");
        String id = created.getString("data.id");
        assertThat(created.getString("data.status")).isEqualTo("pending");
        assertThat(created.getString("data.modelId")).isEqualTo("large");
        assertThat(created.getString("data.endpointUrl")).isNull();
        assertThat(created.getString("data.lastActiveFormatted")).isEqualTo("Never");
        assertThat(created.getMap("data.hourlyPrice")).isEqualTo(Map.of("min", "9.00", "max", "13.50"));

        JsonPath active = customer.inStatus(id, "active");
        assertThat(active.getInt("data.replicas.ready")).isEqualTo(2);
        assertThat(active.getString("data.endpointUrl")).isEqualTo("http://127.0.0.1:8000/v1/models/" + id);
        assertThat(outside.workers(id)).hasSize(2);
        assertThat(active.getList("data.logs.message")).contains("deployment is active");
        await().atMost(PATIENCE).until(() -> lastRoutes(id).path("replicas").size() == 2);
        assertThat(lastRoutes(id).path("names")).extracting(JsonNode::asText).containsExactly("large", "large-alias");

        customer.request()
                .delete("/deployments/" + id)
                .then()
                .statusCode(200)
                .body("message", equalTo("Deployment deleted"));
        customer.request().get("/deployments/" + id).then().statusCode(404);
        await().atMost(PATIENCE)
                .until(() -> outside.workers(id).isEmpty() && lastRoutes(id).isNull());
        assertThat(outside.published(Topic.DEPLOYMENT_CHANGED, id))
                .extracting(event -> event.path("status").asText())
                .containsSubsequence("PENDING", "DEPLOYING", "ACTIVE", "DELETED");
    }

    @Test
    void mergesAnUpdateAndScales() {
        String id = customer.created("{\"name\": \"scaled\", \"modelId\": \"small\"}")
                .getString("data.id");
        customer.inStatus(id, "active");

        customer.request()
                .body("{\"configuration\": {\"minReplicas\": 2}}")
                .put("/deployments/" + id)
                .then()
                .statusCode(200)
                .body("data.configuration.maxReplicas", equalTo(3))
                .body("data.revision", equalTo(1));
        await().atMost(PATIENCE).until(() -> customer.read(id).getInt("data.replicas.ready") == 2);

        customer.request()
                .body("{\"configuration\": {\"minReplicas\": null}}")
                .put("/deployments/" + id)
                .then()
                .statusCode(200);
        await().atMost(PATIENCE).until(() -> outside.workers(id).size() == 1);
    }

    @Test
    void stopsAndStartsAgain() {
        String id = customer.created("{\"name\": \"paused\", \"modelId\": \"small\"}")
                .getString("data.id");
        customer.inStatus(id, "active");

        customer.request()
                .body("{\"status\": \"stopped\"}")
                .put("/deployments/" + id)
                .then()
                .statusCode(200);
        await().atMost(PATIENCE).until(() -> outside.workers(id).isEmpty());
        customer.request()
                .post("/deployments/" + id + "/restart")
                .then()
                .statusCode(409)
                .body("code", equalTo("INVALID_STATE"));

        customer.request().post("/deployments/" + id + "/start").then().statusCode(200);
        customer.inStatus(id, "active");
    }

    @Test
    void restartsWithFreshReplicas() {
        String id = customer.created("{\"name\": \"fresh\", \"modelId\": \"small\"}")
                .getString("data.id");
        customer.inStatus(id, "active");
        long before = outside.workers(id).getFirst().pid();

        customer.request()
                .post("/deployments/" + id + "/restart")
                .then()
                .statusCode(200)
                .body("data.revision", equalTo(2));

        await().atMost(PATIENCE).until(() -> {
            List<ProcessHandle> workers = outside.workers(id);
            return workers.size() == 1 && workers.getFirst().pid() != before;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "POST"})
    void isNeverWithoutAReplicaWhileItsOnlyOneIsReplaced(String method) {
        String id = customer.created("{\"name\": \"whole\", \"modelId\": \"small\"}")
                .getString("data.id");
        customer.inStatus(id, "active");

        String warning = (method.equals("PUT")
                        ? customer.request()
                                .body("{\"configuration\": {\"acceleratorType\": \"H100\"}}")
                                .put("/deployments/" + id)
                        : customer.request().post("/deployments/" + id + "/restart"))
                .then()
                .statusCode(200)
                .body("data.revision", equalTo(2))
                .extract()
                .path("warning");

        assertThat(warning).doesNotContain("takes no calls");
        await().atMost(PATIENCE)
                .until(() -> outside.workers(id).size() == 1
                        && lastRoutes(id).path("revision").asInt() == 2
                        && lastRoutes(id).path("replicas").size() == 1);
        assertThat(outside.published(Topic.DEPLOYMENT_ROUTES, id).stream()
                        .dropWhile(routes -> !routes.path("status").asText().equals("ACTIVE")))
                .allSatisfy(routes -> {
                    assertThat(routes.path("status").asText()).isEqualTo("ACTIVE");
                    assertThat(routes.path("replicas")).isNotEmpty();
                });
    }

    @Test
    void showsTheLinesOfWorkersWithItsOwnByLevelAndPageAndNothingThatCallersSent() {
        String id = customer.created("{\"name\": \"talking\", \"modelId\": \"small\"}")
                .getString("data.id");
        customer.inStatus(id, "active");
        await().atMost(PATIENCE).until(() -> logs(id, "").getInt("pagination.total") >= 6);

        JsonPath all = logs(id, "");

        assertThat(all.getList("data.source", String.class)).contains("deployment", "r1-0");
        assertThat(all.getList("data.message", String.class))
                .contains("deployment is active", "worker listens model=small", "engine: model loaded")
                .noneMatch(message -> message.contains("secret"));
        assertThat(all.getList("data.timestamp", String.class)).isSortedAccordingTo(Comparator.reverseOrder());
        JsonPath warnings = logs(id, "?level=warning");
        assertThat(warnings.getList("data.message", String.class)).containsExactly("engine died");
        assertThat(warnings.getString("filters.level")).isEqualTo("warning");
        JsonPath second = logs(id, "?limit=1&offset=1");
        assertThat(second.getList("data", Map.class))
                .containsExactly(all.getList("data", Map.class).get(1));
        assertThat(second.getBoolean("pagination.hasMore")).isTrue();
    }

    @Test
    void countsLooksAndChangesOfState() {
        customer.inStatus(
                customer.created("{\"name\": \"counted\", \"modelId\": \"small\"}")
                        .getString("data.id"),
                "active");

        assertThat(given().get("/metrics").asString())
                .containsPattern("radium_state_changes_total\\{.*of=\"deployment\".*to=\"active\"")
                .containsPattern("radium_reconcile_looks_seconds_count\\{.*kind=\"deployment\"");
    }

    @Test
    void bringsBackAWorkerThatDied() {
        String id = customer.created("{\"name\": \"mortal\", \"modelId\": \"small\"}")
                .getString("data.id");
        customer.inStatus(id, "active");
        ProcessHandle worker = outside.workers(id).getFirst();

        worker.destroyForcibly();

        await().atMost(PATIENCE)
                .until(() -> outside.workers(id).stream().anyMatch(other -> other.pid() != worker.pid()));
        customer.inStatus(id, "active");
    }

    @Test
    void saysThatAModelWithoutWeightsHasNoCapacity() {
        String id = customer.created("{\"name\": \"weightless\", \"modelId\": \"absent\"}")
                .getString("data.id");

        JsonPath failed = customer.inStatus(id, "failed");

        assertThat(failed.getString("data.reason")).isEqualTo("NO_CAPACITY");
        assertThat(failed.getString("data.reasonDetail")).contains("absent");
    }

    @Test
    void runsTheServerlessDeploymentsOfThePlatform() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> new Customer(outside, "acct_platform")
                        .request()
                        .get("/deployments")
                        .then()
                        .body("data[0].modelId", equalTo("everyones"))
                        .body("data[0].serverless", equalTo(true))
                        .body("data[0].status", equalTo("active")));
    }

    @Test
    void saysThatTheReconcilerIsAlive() {
        given().get("/q/health/live")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'reconciler' }.status", equalTo("UP"));
    }

    @Test
    void copiesUsageAndCostOnce() {
        String id =
                customer.created("{\"name\": \"used\", \"modelId\": \"small\"}").getString("data.id");
        UsageRecord record = Samples.usage(id, Instant.now());
        outside.send(new UsageRecorded(customer.account(), List.of(record)));
        outside.send(new UsageRecorded(customer.account(), List.of(record, record)));
        outside.send(new UsageRated(
                customer.account(),
                List.of(new UsageRated.Line(
                        record.id(), record.time(), null, id, "small", "1", 10, 20, "1.250000270000", "USD", false))));

        await().atMost(PATIENCE)
                .until(() -> customer.read(id).getString("data.totalCost").equals("1.25000027"));
        assertThat(customer.read(id).getString("data.metrics.last24Hours.totalCost"))
                .isEqualTo("1.25000027");
        assertThat(customer.read(id).getInt("data.totalRequests")).isEqualTo(1);
        assertThat(customer.read(id).getInt("data.metrics.last24Hours.avgLatency"))
                .isEqualTo(512);
        assertThat(customer.read(id).getString("data.lastActiveAt")).isNotNull();
    }

    private JsonPath logs(String id, String query) {
        return customer.request()
                .get("/deployments/" + id + "/logs" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private JsonNode lastRoutes(String id) {
        return outside.published(Topic.DEPLOYMENT_ROUTES, id).getLast();
    }
}
