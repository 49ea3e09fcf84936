package ai.radium.model;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import ai.radium.kit.testing.TestEdge;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(ModelStack.class)
class ModelResourceTest {
    @SuppressWarnings("NullAway.Init") // set by ModelStack
    TestEdge edge;

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
                .body("data[0].contextLength", equalTo("8K tokens"))
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
    void findsAModelByItsAlias() {
        get("/models/deepseek-r1").statusCode(200).body("id", equalTo("deepseek-r1-0528"));
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
    @CsvSource({"limit=0,limit", "limit=x,limit", "offset=-1,offset", "featured=nope,featured"})
    void refusesABadSliceAndNamesTheParameter(String query, String param) {
        get("/models?" + query).statusCode(400).body("param", equalTo(param));
    }

    @Test
    void refusesACallThatDidNotComeThroughTheEdge() {
        given().get("/models").then().statusCode(401).body("code", equalTo("UNAUTHENTICATED"));
        given().header("Authorization", new TestEdge().developerOf("acct_1", "model-service"))
                .get("/models")
                .then()
                .statusCode(401);
    }

    private ValidatableResponse get(String path) {
        return given().header("Authorization", edge.developerOf("acct_1", "model-service"))
                .urlEncodingEnabled(false)
                .get(path)
                .then();
    }
}
