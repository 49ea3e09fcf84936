package ai.radium.deployment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import ai.radium.contracts.Topic;
import ai.radium.contracts.billing.UsageRated;
import ai.radium.contracts.model.ModelChanged.Gpu;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecorded;
import ai.radium.kit.ids.Ids;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service on a real PostgreSQL and Kafka, with real processes for workers. */
@QuarkusTest
@WithTestResource(DeploymentStack.class)
class DeploymentServiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Gpu H100 = new Gpu("H100 80GB", 80, 1);

    @SuppressWarnings("NullAway.Init") // injected by DeploymentStack
    Outside outside;

    private final String account = Ids.next("acct");

    @BeforeEach
    void knowModels() {
        outside.send(outside.model("small", new Gpu("CPU", 0, 0)));
        outside.send(outside.model("large", H100));
        outside.send(outside.model("absent", H100, null));
        outside.send(outside.model("everyones", new Gpu("CPU", 0, 0)));
        await().atMost(PATIENCE)
                .until(() -> Stream.of("small", "large", "absent").allMatch(this::isKnown));
    }

    @AfterEach
    void deleteAll() {
        List<String> ids = as(account).get("/deployments").jsonPath().getList("data.id");
        ids.forEach(id -> as(account).delete("/deployments/" + id).then().statusCode(200));
        await().atMost(PATIENCE)
                .until(() -> ids.stream().allMatch(id -> outside.workers(id).isEmpty()));
    }

    @Test
    void takesADeploymentFromPendingToActiveAndAway() {
        JsonPath created = created("""
                {"name": "support", "modelId": "large-alias", "configuration": {"minReplicas": 2}}""");
        String id = created.getString("data.id");
        assertThat(created.getString("data.status")).isEqualTo("pending");
        assertThat(created.getString("data.modelId")).isEqualTo("large");
        assertThat(created.getString("data.endpointUrl")).isNull();
        assertThat(created.getString("data.lastActiveFormatted")).isEqualTo("Never");
        assertThat(created.getMap("data.hourlyPrice")).isEqualTo(Map.of("min", "9.00", "max", "13.50"));

        JsonPath active = inStatus(id, "active");
        assertThat(active.getInt("data.replicas.ready")).isEqualTo(2);
        assertThat(active.getString("data.endpointUrl")).isEqualTo("http://127.0.0.1:8000/v1/models/" + id);
        assertThat(outside.workers(id)).hasSize(2);
        assertThat(active.getList("data.logs.message")).contains("deployment is active");
        await().atMost(PATIENCE).until(() -> lastRoutes(id).path("replicas").size() == 2);
        assertThat(lastRoutes(id).path("names")).extracting(JsonNode::asText).containsExactly("large", "large-alias");

        as(account).delete("/deployments/" + id).then().statusCode(200).body("message", equalTo("Deployment deleted"));
        as(account).get("/deployments/" + id).then().statusCode(404);
        await().atMost(PATIENCE)
                .until(() -> outside.workers(id).isEmpty() && lastRoutes(id).isNull());
        assertThat(outside.published(Topic.DEPLOYMENT_CHANGED, id))
                .extracting(event -> event.path("status").asText())
                .containsSubsequence("PENDING", "DEPLOYING", "ACTIVE", "DELETED");
    }

    @Test
    void mergesAnUpdateAndScales() {
        String id = created("{\"name\": \"scaled\", \"modelId\": \"small\"}").getString("data.id");
        inStatus(id, "active");

        as(account)
                .body("{\"configuration\": {\"minReplicas\": 2}}")
                .put("/deployments/" + id)
                .then()
                .statusCode(200)
                .body("data.configuration.maxReplicas", equalTo(3))
                .body("data.revision", equalTo(1));
        await().atMost(PATIENCE).until(() -> read(id).getInt("data.replicas.ready") == 2);

        as(account)
                .body("{\"configuration\": {\"minReplicas\": null}}")
                .put("/deployments/" + id)
                .then()
                .statusCode(200);
        await().atMost(PATIENCE).until(() -> outside.workers(id).size() == 1);
    }

    @Test
    void stopsAndStartsAgain() {
        String id = created("{\"name\": \"paused\", \"modelId\": \"small\"}").getString("data.id");
        inStatus(id, "active");

        as(account)
                .body("{\"status\": \"stopped\"}")
                .put("/deployments/" + id)
                .then()
                .statusCode(200);
        await().atMost(PATIENCE).until(() -> outside.workers(id).isEmpty());
        as(account)
                .post("/deployments/" + id + "/restart")
                .then()
                .statusCode(409)
                .body("code", equalTo("INVALID_STATE"));

        as(account).post("/deployments/" + id + "/start").then().statusCode(200);
        inStatus(id, "active");
    }

    @Test
    void restartsWithFreshReplicas() {
        String id = created("{\"name\": \"fresh\", \"modelId\": \"small\"}").getString("data.id");
        inStatus(id, "active");
        long before = outside.workers(id).getFirst().pid();

        as(account)
                .post("/deployments/" + id + "/restart")
                .then()
                .statusCode(200)
                .body("data.revision", equalTo(2));

        await().atMost(PATIENCE).until(() -> {
            List<ProcessHandle> workers = outside.workers(id);
            return workers.size() == 1 && workers.getFirst().pid() != before;
        });
    }

    @Test
    void bringsBackAWorkerThatDied() {
        String id = created("{\"name\": \"mortal\", \"modelId\": \"small\"}").getString("data.id");
        inStatus(id, "active");
        ProcessHandle worker = outside.workers(id).getFirst();

        worker.destroyForcibly();

        await().atMost(PATIENCE)
                .until(() -> outside.workers(id).stream().anyMatch(other -> other.pid() != worker.pid()));
        inStatus(id, "active");
    }

    @Test
    void saysThatAModelWithoutWeightsHasNoCapacity() {
        String id =
                created("{\"name\": \"weightless\", \"modelId\": \"absent\"}").getString("data.id");

        JsonPath failed = inStatus(id, "failed");

        assertThat(failed.getString("data.reason")).isEqualTo("NO_CAPACITY");
        assertThat(failed.getString("data.reasonDetail")).contains("absent");
    }

    @Test
    void runsTheServerlessDeploymentsOfThePlatform() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> as("acct_platform")
                        .get("/deployments")
                        .then()
                        .body("data[0].modelId", equalTo("everyones"))
                        .body("data[0].serverless", equalTo(true))
                        .body("data[0].status", equalTo("active")));
    }

    @Test
    void copiesUsageAndCostOnce() {
        String id = created("{\"name\": \"used\", \"modelId\": \"small\"}").getString("data.id");
        UsageRecord record = usage(id);
        outside.send(new UsageRecorded(account, List.of(record)));
        outside.send(new UsageRecorded(account, List.of(record, record)));
        outside.send(new UsageRated(
                account,
                List.of(new UsageRated.Line(
                        record.id(), record.time(), null, id, "small", "1", 10, 20, "1.250000000000", "USD"))));

        await().atMost(PATIENCE)
                .until(() -> read(id).getString("data.totalCost").equals("1.25"));
        assertThat(read(id).getInt("data.totalRequests")).isEqualTo(1);
        assertThat(read(id).getInt("data.metrics.last24Hours.avgLatency")).isEqualTo(512);
        assertThat(read(id).getString("data.lastActiveAt")).isNotNull();
    }

    @Test
    void hidesAnotherAccountsDeployment() {
        String id = created("{\"name\": \"mine\", \"modelId\": \"small\"}").getString("data.id");

        as("acct_other").get("/deployments/" + id).then().statusCode(404).body("code", equalTo("DEPLOYMENT_NOT_FOUND"));
        as("acct_other").delete("/deployments/" + id).then().statusCode(404);
        as("acct_other").body("{}").put("/deployments/" + id).then().statusCode(404);
    }

    @Test
    void listsByStatusWithPagination() {
        created("{\"name\": \"one\", \"modelId\": \"absent\"}");
        created("{\"name\": \"two\", \"modelId\": \"absent\"}");

        as(account)
                .get("/deployments?limit=1")
                .then()
                .body("pagination.total", equalTo(2))
                .body("pagination.hasMore", equalTo(true));
        as(account).get("/deployments?status=active").then().statusCode(200).body("pagination.total", equalTo(0));
        as(account).get("/deployments?status=lost").then().statusCode(400).body("param", equalTo("status"));
        as(account).get("/deployments?offset=-1").then().statusCode(400).body("param", equalTo("offset"));
    }

    @Test
    void refusesANameTwice() {
        created("{\"name\": \"unique\", \"modelId\": \"absent\"}");

        create("{\"name\": \"unique\", \"modelId\": \"absent\"}")
                .statusCode(409)
                .body("code", equalTo("DEPLOYMENT_NAME_TAKEN"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {                                                             | 400 | INVALID_REQUEST       |
            null                                                          | 400 | INVALID_REQUEST       |
            []                                                            | 400 | INVALID_REQUEST       |
            {}                                                            | 400 | INVALID_REQUEST       | name
            {"name": 5, "modelId": "small"}                               | 400 | INVALID_REQUEST       | name
            {"name": "n"}                                                 | 400 | INVALID_REQUEST       | modelId
            {"name": "n", "modelId": "unknown"}                           | 404 | MODEL_NOT_FOUND       | modelId
            {"name": "n", "modelId": "small", "configuration": []}        | 400 | INVALID_REQUEST       | configuration
            {"name": "n", "modelId": "small", "configuration": {"minReplicas": "1"}}           | 400 | INVALID_REQUEST       | configuration.minReplicas
            {"name": "n", "modelId": "small", "configuration": {"minReplicas": 1.5}}           | 400 | INVALID_REQUEST       | configuration.minReplicas
            {"name": "n", "modelId": "small", "configuration": {"minReplicas": 3, "maxReplicas": 2}} | 400 | INVALID_CONFIGURATION | configuration.maxReplicas
            {"name": "n", "modelId": "large", "configuration": {"acceleratorType": "T4", "acceleratorCount": 1}} | 400 | ACCELERATOR_TOO_SMALL | configuration.acceleratorType
            {"name": "n", "modelId": "small", "configuration": {"billing": "replica-seconds"}} | 400 | NOT_AVAILABLE_YET     | configuration.billing
            """)
    void refusesABadBodyAndStoresNothing(String body, int status, String code, @Nullable String field) {
        create(body)
                .statusCode(status)
                .body("code", equalTo(code))
                .body("param", field == null ? nullValue() : equalTo(field))
                .body("detail", notNullValue());

        as(account).get("/deployments").then().body("pagination.total", equalTo(0));
    }

    private RequestSpecification as(String who) {
        return given().header("Authorization", outside.authorization(who)).contentType("application/json");
    }

    private ValidatableResponse create(String body) {
        return as(account).body(body).post("/deployments").then();
    }

    private JsonPath created(String body) {
        return create(body).statusCode(201).extract().jsonPath();
    }

    private JsonPath read(String id) {
        return as(account)
                .get("/deployments/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private JsonPath inStatus(String id, String status) {
        await().atMost(PATIENCE).until(() -> read(id).getString("data.status").equals(status));
        return read(id);
    }

    private JsonNode lastRoutes(String id) {
        return outside.published(Topic.DEPLOYMENT_ROUTES, id).getLast();
    }

    /** Asks for what is refused only when the model is known. */
    private boolean isKnown(String model) {
        return create("{\"name\": \"probe\", \"modelId\": \"%s\", \"configuration\": {\"billing\": \"none\"}}"
                                .formatted(model))
                        .extract()
                        .statusCode()
                == 400;
    }

    private static UsageRecord usage(String deployment) {
        return new UsageRecord(
                Ids.ulid(),
                Instant.now(),
                null,
                deployment,
                "small",
                "small",
                "r1-0",
                1,
                "req_1",
                "chat",
                true,
                200,
                UsageRecord.Outcome.COMPLETED,
                null,
                10,
                0,
                20,
                0,
                41_000,
                512_000,
                100,
                470_000);
    }
}
