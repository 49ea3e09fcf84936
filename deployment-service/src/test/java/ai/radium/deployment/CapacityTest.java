package ai.radium.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import ai.radium.contracts.Topic;
import ai.radium.deployment.local.StandInWorker;
import ai.radium.kit.ids.Ids;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one account can take from the others, on a real PostgreSQL and Kafka, with real processes for workers. */
@QuarkusTest
@WithTestResource(DeploymentStack.class)
class CapacityTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @SuppressWarnings("NullAway.Init") // injected by DeploymentStack
    Outside outside;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Customer greedy;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Customer other;

    @BeforeEach
    void knowModels() {
        greedy = new Customer(outside, Ids.next("acct"));
        other = new Customer(outside, Ids.next("acct"));
        outside.knowModels(greedy);
    }

    @AfterEach
    void deleteAll() {
        greedy.deleteAll();
        other.deleteAll();
    }

    @Test
    void refusesAHundredReplicasAndKeepsNothing() {
        greedy.create("""
                        {"name": "all", "modelId": "small", "configuration": {"minReplicas": 100, "maxReplicas": 100}}""")
                .statusCode(403)
                .body("code", equalTo("REPLICA_QUOTA"))
                .body("param", equalTo("configuration.minReplicas"))
                .body("details.limit", equalTo(6))
                .body("details.used", equalTo(0))
                .body("details.requested", equalTo(100))
                .body("detail", notNullValue());

        greedy.request().get("/deployments").then().body("pagination.total", equalTo(0));
        assertThat(other.inStatus(
                                other.created("{\"name\": \"one\", \"modelId\": \"small\"}")
                                        .getString("data.id"),
                                "active")
                        .getInt("data.replicas.ready"))
                .isEqualTo(1);
    }

    @Test
    void ofManyCallsSideBySideOnlySoManyPassAsTheQuotaAllows() throws Exception {
        List<Integer> statuses = sideBySide(40, "{\"name\": \"n%d\", \"modelId\": \"absent\"}");

        assertThat(statuses).isSubsetOf(201, 403, 429);
        assertThat(statuses.stream().filter(status -> status == 201).count()).isLessThanOrEqualTo(20);
        assertThat(greedy.request().get("/deployments?limit=100").jsonPath().getInt("pagination.total"))
                .isEqualTo(
                        (int) statuses.stream().filter(status -> status == 201).count());
    }

    @Test
    void ofManyCallsSideBySideOnlySoManyReplicasComeOutAsTheQuotaAllows() throws Exception {
        List<Integer> statuses =
                sideBySide(10, "{\"name\": \"n%d\", \"modelId\": \"small\", \"configuration\": {\"minReplicas\": 3}}");

        assertThat(statuses).isSubsetOf(201, 403);
        assertThat(statuses).filteredOn(status -> status == 201).hasSize(2);
    }

    @Test
    void anUpdateAStartAndARestartAreHeldToTheQuotaToo() {
        String large = greedy.created("""
                        {"name": "large", "modelId": "absent", "configuration": {"minReplicas": 4}}""").getString("data.id");
        greedy.inStatus(large, "failed");
        greedy.request().post("/deployments/" + large + "/stop").then().statusCode(200);
        String small =
                greedy.created("{\"name\": \"small\", \"modelId\": \"small\"}").getString("data.id");
        greedy.request()
                .body("{\"configuration\": {\"minReplicas\": 7, \"maxReplicas\": 7}}")
                .put("/deployments/" + small)
                .then()
                .statusCode(403)
                .body("code", equalTo("REPLICA_QUOTA"));
        greedy.request()
                .body("{\"configuration\": {\"minReplicas\": 3}}")
                .put("/deployments/" + small)
                .then()
                .statusCode(200);

        greedy.request().post("/deployments/" + large + "/start").then().statusCode(403);
        greedy.request()
                .body("{\"status\": \"active\"}")
                .put("/deployments/" + large)
                .then()
                .statusCode(403);
        assertThat(greedy.read(large).getString("data.status")).isEqualTo("stopped");
    }

    @Test
    void aDeploymentWithoutRoomHoldsNothingAndComesUpOnceThereIsRoom() {
        greedy.inStatus(created(greedy, "first", "small", 4), "active");
        String late = created(other, "late", "small", 4);

        JsonPath failed = other.inStatus(late, "failed");

        assertThat(failed.getString("data.reason")).isEqualTo("NO_CAPACITY");
        assertThat(outside.workers(late)).isEmpty();
        greedy.deleteAll();
        assertThat(other.inStatus(late, "active").getInt("data.replicas.ready")).isEqualTo(4);
    }

    @Test
    void aDeploymentThatCrashesIsTakenAwayAsAWholeAndOutOfTheRoutes() {
        String id = created(greedy, "crashing", StandInWorker.BROKEN, 2);

        await().atMost(PATIENCE)
                .until(() -> "CRASH_LOOP".equals(greedy.read(id).getString("data.reason"))
                        && outside.workers(id).isEmpty());

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(outside.published(Topic.DEPLOYMENT_ROUTES, id))
                        .anySatisfy(routes -> {
                            assertThat(routes.path("status").asText()).isEqualTo("FAILED");
                            assertThat(routes.path("replicas")).isEmpty();
                        }));
    }

    @Test
    void saysBeforeThatTheOnlyReplicaTakesNoCallsWhileItIsReplacedWithoutRoomForBoth() {
        String id = created(other, "alone", "small", 1);
        other.inStatus(id, "active");
        greedy.inStatus(created(greedy, "rest", "small", 6), "active");

        other.request()
                .post("/deployments/" + id + "/restart")
                .then()
                .statusCode(200)
                .body("warning", containsString("takes no calls until the new one does: there is no room for both"));

        await().atMost(PATIENCE)
                .until(() -> other.read(id).getInt("data.replicas.ready") == 1
                        && outside.workers(id).size() == 1
                        && outside.published(Topic.DEPLOYMENT_ROUTES, id)
                                .getLast()
                                .path("replicas")
                                .path(0)
                                .path("id")
                                .asText()
                                .startsWith("r2-"));
    }

    @Test
    void aDeletedDeploymentLeavesNoFileBehind() {
        String id = created(greedy, "tidy", "small", 1);
        greedy.inStatus(id, "active");
        assertThat(outside.files(id)).isNotEmpty();

        greedy.request().delete("/deployments/" + id).then().statusCode(200);

        await().atMost(PATIENCE).until(() -> outside.files(id).isEmpty());
    }

    private String created(Customer customer, String name, String model, int replicas) {
        return customer.created("""
                        {"name": "%s", "modelId": "%s", "configuration": {"minReplicas": %d, "maxReplicas": 9}}""".formatted(name, model, replicas)).getString("data.id");
    }

    private List<Integer> sideBySide(int calls, String body) throws InterruptedException, ExecutionException {
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(calls)) {
            List<Future<Integer>> answers = IntStream.range(0, calls)
                    .mapToObj(call -> callers.submit(
                            () -> greedy.create(body.formatted(call)).extract().statusCode()))
                    .toList();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
        }
        return statuses;
    }
}
