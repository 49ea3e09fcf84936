package ai.radium.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import ai.radium.kit.ids.Ids;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DeploymentStack.class)
class CloneTest {
    @SuppressWarnings("NullAway.Init") // injected by DeploymentStack
    Outside outside;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Customer customer;

    @BeforeEach
    void knowModels() {
        customer = new Customer(outside, Ids.next("acct"));
        outside.knowModels(customer);
    }

    @AfterEach
    void deleteAll() {
        customer.deleteAll();
    }

    @Test
    void clonesADeploymentUnderAnotherName() {
        JsonPath one = customer.created("""
                {"name": "one", "modelId": "absent", "configuration": {"minReplicas": 2, "description": "d"}}""");
        String clone = "/deployments/" + one.getString("data.id") + "/clone";

        JsonPath two = customer.request()
                .body("{\"name\": \"two\"}")
                .post(clone)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();

        assertThat(two.getString("data.id")).isNotEqualTo(one.getString("data.id"));
        assertThat(two.getString("data.name")).isEqualTo("two");
        assertThat(two.getString("data.modelId")).isEqualTo("absent");
        assertThat(two.getMap("data.configuration")).isEqualTo(one.getMap("data.configuration"));
        customer.request().body("{\"name\": \"two\"}").post(clone).then().statusCode(409);
        List<String> sentAgain = Stream.generate(() -> customer.request()
                        .header("Idempotency-Key", "once")
                        .body("{\"name\": \"three\"}")
                        .post(clone)
                        .then()
                        .statusCode(201)
                        .extract()
                        .<String>path("data.id"))
                .limit(2)
                .toList();
        assertThat(sentAgain.getLast()).isEqualTo(sentAgain.getFirst());
        customer.request().post(clone).then().statusCode(400).body("param", equalTo("body"));
        new Customer(outside, "acct_other")
                .request()
                .body("{\"name\": \"mine\"}")
                .post(clone)
                .then()
                .statusCode(404);
    }
}
