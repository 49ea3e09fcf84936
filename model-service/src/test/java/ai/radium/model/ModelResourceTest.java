package ai.radium.model;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import ai.radium.contracts.deployment.DeploymentChanged;
import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.testing.ContractedReplies;
import ai.radium.kit.testing.RawHttp;
import ai.radium.kit.testing.TestEdge;
import ai.radium.kit.testing.TestTopics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(ModelStack.class)
class ModelResourceTest {
    @SuppressWarnings("NullAway.Init") // set by ModelStack
    TestEdge edge;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // set by Quarkus
    URI service;

    @Test
    void saysWhatTheContractLists() {
        ContractedReplies.hold(
                new RawHttp(service, () -> edge.developerOf("acct_1", "model-service")),
                Map.of("GET /models/{id}", "/models/smollm2-135m-instruct"));
    }

    @Test
    void listsFeaturedModelsFirstAndThenByName() {
        List<Boolean> featured =
                get("/models?limit=100").statusCode(200).extract().jsonPath().getList("data.featured");
        List<String> names = get("/models?featured=true").extract().jsonPath().getList("data.name");

        assertThat(featured).startsWith(true).endsWith(false).isSortedAccordingTo((a, b) -> Boolean.compare(b, a));
        assertThat(names).isSorted();
    }

    @Test
    void listsOnlyTheOthersWhenFeaturedIsFalse() {
        List<Boolean> featured =
                get("/models?featured=false&limit=100").extract().jsonPath().getList("data.featured");

        assertThat(featured).isNotEmpty().containsOnly(false);
    }

    @Test
    void servesBothFamiliesOfClientsWithOneList() {
        get("/models?search=SMOLLM2")
                .body("object", equalTo("list"))
                .body("data", hasSize(1))
                .body("data[0].object", equalTo("model"))
                .body("data[0].owned_by", equalTo("Hugging Face"))
                .body("data[0].parent", nullValue())
                .body("data[0].inputPrice", equalTo("0.010"))
                .body("data[0].contextLength", equalTo("4K tokens"))
                .body("data[0].availability", equalTo("available"))
                .body("filters.categories", hasItem("reasoning"))
                .body("pagination.total", equalTo(1));
    }

    @Test
    void declaresAStandIn() {
        get("/models/llama2:7b")
                .statusCode(200)
                .body("availability", equalTo("stand-in"))
                .body("servedBy", equalTo("smollm2-135m-instruct"))
                .body("data.id", equalTo("llama2:7b"))
                .body("id", equalTo("llama2:7b"));
    }

    @Test
    void saysTheContextThatIsServed() {
        get("/models/deepseek-r1-0528")
                .body("availability", equalTo("stand-in"))
                .body("contextTokens", equalTo(4096))
                .body("contextLength", equalTo("4K tokens"));
        get("/models/qwen3-30b").body("availability", equalTo("unavailable")).body("contextTokens", equalTo(32_768));
    }

    @Test
    void saysWhichModelsTheAccountCanCallNow() {
        String own = Ids.next("dep");
        String platforms = Ids.next("dep");
        get("/models/smollm2-135m-instruct").body("status", equalTo("inactive"));
        try (TestTopics topics = topics()) {
            topics.send(deployment(own, "acct_1", "smollm2-135m-instruct", DeploymentStatus.DEPLOYING, 1));
            topics.send(deployment(Ids.next("dep"), "acct_2", "mistral-7b", DeploymentStatus.ACTIVE, 1));
            topics.send(deployment(platforms, "acct_platform", "llama2:7b", DeploymentStatus.ACTIVE, 1));
            eventually("llama2:7b", "active", 0);
            get("/models/mistral-7b").body("status", equalTo("inactive"));
            get("/models/smollm2-135m-instruct")
                    .body("status", equalTo("inactive"))
                    .body("deployments", equalTo(1));
            topics.send(deployment(own, "acct_1", "smollm2-135m-instruct", DeploymentStatus.ACTIVE, 2));
            eventually("smollm2-135m-instruct", "active", 1);
            topics.send(deployment(own, "acct_1", "smollm2-135m-instruct", DeploymentStatus.STOPPED, 3));
            eventually("smollm2-135m-instruct", "inactive", 1);
            topics.send(deployment(platforms, "acct_platform", "llama2:7b", DeploymentStatus.DELETED, 2));
            eventually("llama2:7b", "inactive", 0);
        }
    }

    private void eventually(String model, String status, int deployments) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> get("/models/" + model)
                        .body("status", equalTo(status))
                        .body("data.status", equalTo(status))
                        .body("deployments", equalTo(deployments)));
    }

    private static DeploymentChanged deployment(
            String id, String account, String model, DeploymentStatus status, int version) {
        return new DeploymentChanged(id, account, "d", model, status, null, 1, 1, 1, version);
    }

    private static TestTopics topics() {
        Config config = ConfigProvider.getConfig();
        return new TestTopics(
                config.getValue("radium.kafka", String.class),
                config.getValue("radium.outbox.topic-prefix", String.class));
    }

    @Test
    void findsAModelByItsAlias() {
        get("/models/deepseek-r1").statusCode(200).body("id", equalTo("deepseek-r1-0528"));
    }

    @Test
    void findsTheModelOfADeploymentByItsIdForItsOwnerOnly() {
        String id = Ids.next("dep");
        try (TestTopics topics = new TestTopics(config("radium.kafka"), config("test.topic-prefix"))) {
            topics.send(new DeploymentChanged(
                    id, "acct_1", "mine", "qwen3-30b", DeploymentStatus.ACTIVE, null, 1, 1, 1, 1));
        }

        await().untilAsserted(() -> get("/models/" + id)
                .statusCode(200)
                .body("id", equalTo("qwen3-30b"))
                .body("object", equalTo("model")));
        given().header("Authorization", edge.developerOf("acct_2", "model-service"))
                .get("/models/" + id)
                .then()
                .statusCode(404);
    }

    @Test
    void hasPricingInDetails() {
        get("/models/qwen3-30b")
                .body("pricing.calculator.outputPerMillionTokens", equalTo("0.860"))
                .body("pricing.tiers.name", contains("serverless"));
    }

    @Test
    void answersAnUnknownModelWithItsCode() {
        get("/models/no/such:model")
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("MODEL_NOT_FOUND"));
    }

    @ParameterizedTest
    @CsvSource({"limit=0,limit", "limit=x,limit", "offset=-1,offset", "featured=nope,featured", "fineTuned=1,fineTuned"
    })
    void refusesABadSliceAndNamesTheParameter(String query, String param) {
        get("/models?" + query).statusCode(400).body("param", equalTo(param));
    }

    @Test
    void refusesACallThatDidNotComeThroughTheGateway() {
        given().get("/models").then().statusCode(401).body("code", equalTo("UNAUTHENTICATED"));
        given().header("Authorization", new TestEdge().developerOf("acct_1", "model-service"))
                .get("/models")
                .then()
                .statusCode(401);
    }

    private static String config(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    private ValidatableResponse get(String path) {
        return given().header("Authorization", edge.developerOf("acct_1", "model-service"))
                .urlEncodingEnabled(false)
                .get(path)
                .then();
    }
}
