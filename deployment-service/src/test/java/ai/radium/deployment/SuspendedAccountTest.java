package ai.radium.deployment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import ai.radium.contracts.billing.StandingChanged;
import ai.radium.contracts.billing.StandingChanged.Standing;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DeploymentStack.class)
class SuspendedAccountTest extends WithCustomer {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void beginsNothingThatCosts() {
        String path = "/deployments/"
                + customer.created("{\"name\": \"one\", \"modelId\": \"absent\"}")
                        .getString("data.id");

        refused(suspended("{\"name\": \"two\", \"modelId\": \"absent\"}").post("/deployments"));
        refused(suspended("{\"name\": \"two\"}").post(path + "/clone"));
        refused(suspended("{}").post(path + "/start"));
        refused(suspended("{\"status\": \"active\"}").put(path));
        refused(suspended("{\"configuration\": {\"maxReplicas\": 5}}").put(path));

        suspended("{\"name\": \"other\"}").put(path).then().statusCode(200);
        suspended("{}").post(path + "/stop").then().statusCode(200);
        suspended("").get(path).then().statusCode(200);
    }

    @Test
    void holdsNothingUntilItMaySpendAgain() {
        String id =
                customer.created("{\"name\": \"one\", \"modelId\": \"small\"}").getString("data.id");
        customer.inStatus(id, "active");

        outside.send(new StandingChanged(customer.account(), Standing.SUSPENDED, "CREDITS_EXHAUSTED", 2));

        assertThat(customer.inStatus(id, "failed").getString("data.reason")).isEqualTo("PAYMENT_METHOD");
        await().atMost(PATIENCE).until(() -> outside.workers(id).isEmpty());
        outside.send(new StandingChanged(customer.account(), Standing.SUSPENDED, "SPENDING_LIMIT", 3));
        outside.send(new StandingChanged(customer.account(), Standing.ACTIVE, null, 1));
        String late =
                customer.created("{\"name\": \"late\", \"modelId\": \"small\"}").getString("data.id");
        assertThat(customer.inStatus(late, "failed").getString("data.reason")).isEqualTo("SPENDING_LIMIT");

        outside.send(new StandingChanged(customer.account(), Standing.ACTIVE, null, 4));

        customer.inStatus(id, "active");
        customer.inStatus(late, "active");
    }

    private RequestSpecification suspended(String body) {
        return given().header("Authorization", outside.suspended(customer.account()))
                .contentType("application/json")
                .body(body);
    }

    private static void refused(Response reply) {
        reply.then().statusCode(402).body("code", equalTo("ACCOUNT_SUSPENDED"));
    }
}
