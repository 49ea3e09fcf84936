package ai.radium.deployment;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DeploymentStack.class)
class SuspendedAccountTest extends WithCustomer {
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

    private RequestSpecification suspended(String body) {
        return given().header("Authorization", outside.suspended(customer.account()))
                .contentType("application/json")
                .body(body);
    }

    private static void refused(Response reply) {
        reply.then().statusCode(402).body("code", equalTo("ACCOUNT_SUSPENDED"));
    }
}
