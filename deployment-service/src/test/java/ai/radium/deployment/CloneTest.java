package ai.radium.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(DeploymentStack.class)
class CloneTest extends WithCustomer {
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

    @Test
    void changesOfTheCopyWhatItSays() {
        JsonPath one = customer.created("""
                {"name": "one", "modelId": "absent", "configuration": {"minReplicas": 2, "description": "d"}}""");
        String clone = "/deployments/" + one.getString("data.id") + "/clone";

        customer.request()
                .body("""
                        {"name": "two", "configuration": {"billing": "replica-seconds", "description": null}}""")
                .post(clone)
                .then()
                .statusCode(201)
                .body("data.configuration.billing", equalTo("replica-seconds"))
                .body("data.configuration.minReplicas", equalTo(2))
                .body("data.configuration.description", nullValue());

        assertThat(one.getString("data.configuration.billing")).isEqualTo("tokens");
        refused(clone, "{\"name\": \"three\", \"configuration\": []}", "configuration");
        refused(clone, "{\"name\": \"three\", \"configuration\": {\"bill\": 1}}", "configuration.bill");
        refused(clone, "{\"name\": \"three\", \"configuration\": {\"billing\": \"x\"}}", "configuration.billing");
        refused(clone, "{\"name\": \"three\", \"billing\": \"tokens\"}", "billing");
    }

    private void refused(String clone, String body, String field) {
        customer.request().body(body).post(clone).then().statusCode(400).body("param", equalTo(field));
    }
}
