package ai.radium.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.Topic;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What account-service is told for its log. */
@QuarkusTest
@WithTestResource(DeploymentStack.class)
class AuditedDeploymentsTest extends WithCustomer {
    @Test
    void everyChangeOfADeploymentIsToldOnce() {
        String id =
                customer.created("{\"name\": \"one\", \"modelId\": \"absent\"}").getString("data.id");
        String path = "/deployments/" + id;
        put(path, "{\"name\": \"two\", \"configuration\": {\"minReplicas\": 2, \"description\": null}}");
        post(path + "/stop", "");
        post(path + "/start", "");
        post(path + "/restart", "");
        String clone = post(path + "/clone", "{\"name\": \"three\"}").path("data.id");
        customer.request().delete(path).then().statusCode(200);

        assertThat(told(7))
                .containsExactly(
                        "deployment.create " + id + " {\"name\":\"one\",\"modelId\":\"absent\"}",
                        "deployment.update " + id
                                + " {\"name\":\"two\",\"configuration\":{\"minReplicas\":2,\"description\":null}}",
                        "deployment.stop " + id + " {}",
                        "deployment.start " + id + " {}",
                        "deployment.restart " + id + " {}",
                        "deployment.clone " + id + " {\"name\":\"three\",\"made\":\"" + clone + "\"}",
                        "deployment.delete " + id + " {}");
    }

    @Test
    void whatIsRefusedOrChangesNothingIsNotTold() {
        String id =
                customer.created("{\"name\": \"one\", \"modelId\": \"absent\"}").getString("data.id");
        String path = "/deployments/" + id;
        post(path + "/stop", "");
        put(path, "{\"name\": \"one\"}");
        put(path, "{\"configuration\": {}}");
        customer.create("{\"name\": \"one\", \"modelId\": \"absent\"}").statusCode(409);
        customer.create("{\"name\": \"\"}").statusCode(400);
        customer.request().delete("/deployments/dep_of_nobody").then().statusCode(404);
        new Customer(outside, "acct_other").request().delete(path).then().statusCode(404);
        Stream.generate(() -> customer.request()
                        .header("Idempotency-Key", "once")
                        .body("{\"name\": \"other\", \"modelId\": \"absent\"}")
                        .post("/deployments"))
                .limit(3)
                .forEach(reply -> reply.then().statusCode(201));
        customer.request().delete(path).then().statusCode(200);

        assertThat(told(4))
                .extracting(told -> told.substring(0, told.indexOf(' ')))
                .containsExactly("deployment.create", "deployment.stop", "deployment.create", "deployment.delete");
    }

    private Response post(String path, String body) {
        Response reply = customer.request().body(body).post(path);
        assertThat(reply.statusCode()).as(reply.asString()).isBetween(200, 201);
        return reply;
    }

    private void put(String path, String body) {
        customer.request().body(body).put(path).then().statusCode(200);
    }

    private List<String> told(int number) {
        await().until(() -> events().size() >= number);
        List<JsonNode> events = events();
        assertThat(events).hasSize(number).allSatisfy(event -> {
            assertThat(event.path("actor").textValue()).isEqualTo("user-of-" + customer.account());
            assertThat(event.path("account").textValue()).isEqualTo(customer.account());
        });
        return events.stream()
                .map(event -> event.path("action").textValue() + " "
                        + event.path("resource").textValue() + " "
                        + event.path("change").textValue())
                .toList();
    }

    private List<JsonNode> events() {
        return outside.published(Topic.AUDIT_OF_DEPLOYMENTS, customer.account());
    }
}
