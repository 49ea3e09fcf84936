package ai.radium.deployment;

import static ai.radium.deployment.ReplicaTimes.instant;
import static ai.radium.kit.testing.ServiceDatabase.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import ai.radium.contracts.Topic;
import ai.radium.contracts.billing.ReplicaTimeRated;
import ai.radium.kit.ids.Ids;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Deployments that are paid by the second, from what was observed of their replicas to what is told to billing. */
@QuarkusTest
@WithTestResource(DeploymentStack.class)
class ReplicaTimeTest extends WithCustomer {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void tellsTheTimeOfEachReplicaFromReadyToStopped() {
        Instant asked = Instant.now();
        String id = deployed("""
                {"name": "d", "modelId": "large", "configuration": {"minReplicas": 2, "billing": "replica-seconds"}}""");
        await().atMost(PATIENCE)
                .until(() ->
                        times(id).size() >= 2 && times(id).values().stream().allMatch(times -> times.size() >= 2));
        customer.request().post("/deployments/" + id + "/stop").then().statusCode(200);
        await().atMost(PATIENCE).until(() -> meters(id) == 0);
        Instant stopped = Instant.now();

        Map<String, List<JsonNode>> told = await().atMost(PATIENCE)
                .during(Duration.ofSeconds(2))
                .until(() -> times(id), times -> times.equals(times(id)));

        assertThat(told).containsOnlyKeys("r1-0", "r1-1");
        told.values().forEach(times -> {
            assertThat(instant(times.getFirst(), "from")).isAfter(asked);
            assertThat(instant(times.getLast(), "until")).isBefore(stopped);
            assertThat(ReplicaTimes.gaps(times)).containsOnly(Duration.ZERO);
            assertThat(times).allSatisfy(time -> {
                assertThat(time.path("account").textValue()).isEqualTo(customer.account());
                assertThat(time.path("model").textValue()).isEqualTo("large");
                assertThat(time.path("accelerator").textValue()).isEqualTo("H100 80GB");
                assertThat(time.path("count").intValue()).isEqualTo(1);
                assertThat(time.path("hourlyPrice").textValue()).isEqualTo("4.50");
                assertThat(Duration.between(instant(time, "from"), instant(time, "until")))
                        .isEqualTo(Duration.ofSeconds(time.path("seconds").longValue()));
            });
        });
        assertThat(outside.published(Topic.DEPLOYMENT_ROUTES, id))
                .allSatisfy(routes ->
                        assertThat(routes.path("billedBy").textValue()).isEqualTo("REPLICA_SECONDS"));
    }

    @Test
    void metersNothingOfADeploymentThatIsPaidByTokens() {
        String id = deployed("{\"name\": \"d\", \"modelId\": \"small\"}");

        await().pollDelay(Duration.ofSeconds(3)).atMost(PATIENCE).untilAsserted(() -> {
            assertThat(meters(id)).isZero();
            assertThat(times(id)).isEmpty();
        });
        assertThat(outside.published(Topic.DEPLOYMENT_ROUTES, id))
                .allSatisfy(routes ->
                        assertThat(routes.path("billedBy").textValue()).isEqualTo("TOKENS"));
    }

    @Test
    void whatItIsPaidByCannotBeChanged() {
        String id = customer.created("""
                        {"name": "d", "modelId": "absent", "configuration": {"billing": "replica-seconds"}}""").getString("data.id");

        for (String other : List.of("\"tokens\"", "null")) {
            customer.request()
                    .body("{\"configuration\": {\"billing\": " + other + "}}")
                    .put("/deployments/" + id)
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("INVALID_CONFIGURATION"))
                    .body("param", equalTo("configuration.billing"));
        }
        customer.request()
                .body("{\"configuration\": {\"billing\": \"replica-seconds\", \"maxReplicas\": 5}}")
                .put("/deployments/" + id)
                .then()
                .statusCode(200)
                .body("data.configuration.billing", equalTo("replica-seconds"))
                .body("data.configuration.maxReplicas", equalTo(5));
    }

    @Test
    void theCostOfADeploymentIsThatOfItsReplicas() {
        String id =
                customer.created("{\"name\": \"d\", \"modelId\": \"absent\"}").getString("data.id");

        outside.send(rated(id, "0.375000000000"));
        outside.send(rated(id, "0.375000000001"));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(customer.read(id).getString("data.totalCost"))
                        .isEqualTo("0.750000000001"));
        assertThat(customer.read(id).getInt("data.totalRequests")).isZero();
        assertThat(customer.read(id).getString("data.metrics.last24Hours.totalCost"))
                .isEqualTo("0.750000000001");
    }

    private String deployed(String body) {
        String id = customer.created(body).getString("data.id");
        customer.inStatus(id, "active");
        return id;
    }

    private ReplicaTimeRated rated(String id, String amount) {
        return new ReplicaTimeRated(
                Ids.ulid(),
                Instant.now(),
                customer.account(),
                id,
                "r1-0",
                "absent",
                "H100 80GB",
                1,
                "4.50",
                300,
                amount,
                "USD");
    }

    private static int meters(String id) {
        return Integer.parseInt(query("select count(*) from replica_meter where deployment_id = '" + id + "'")
                .getFirst());
    }

    private Map<String, List<JsonNode>> times(String id) {
        return new ReplicaTimes(outside).of(id);
    }
}
