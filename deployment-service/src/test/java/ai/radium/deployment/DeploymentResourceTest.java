package ai.radium.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service lists, hides and refuses, on a real PostgreSQL and Kafka. */
@QuarkusTest
@WithTestResource(DeploymentStack.class)
class DeploymentResourceTest extends WithCustomer {
    @Test
    void hidesAnotherAccountsDeployment() {
        String id =
                customer.created("{\"name\": \"mine\", \"modelId\": \"small\"}").getString("data.id");

        new Customer(outside, "acct_other")
                .request()
                .get("/deployments/" + id)
                .then()
                .statusCode(404)
                .body("code", equalTo("DEPLOYMENT_NOT_FOUND"));
        new Customer(outside, "acct_other")
                .request()
                .delete("/deployments/" + id)
                .then()
                .statusCode(404);
        new Customer(outside, "acct_other")
                .request()
                .body("{}")
                .put("/deployments/" + id)
                .then()
                .statusCode(404);
    }

    @Test
    void listsByStatusWithPagination() {
        customer.created("{\"name\": \"one\", \"modelId\": \"absent\"}");
        customer.created("{\"name\": \"two\", \"modelId\": \"absent\"}");

        customer.request()
                .get("/deployments?limit=1")
                .then()
                .body("pagination.total", equalTo(2))
                .body("pagination.hasMore", equalTo(true));
        customer.request()
                .get("/deployments?status=active")
                .then()
                .statusCode(200)
                .body("pagination.total", equalTo(0));
        customer.request()
                .get("/deployments?status=lost")
                .then()
                .statusCode(400)
                .body("param", equalTo("status"));
        customer.request().get("/deployments?offset=-1").then().statusCode(400).body("param", equalTo("offset"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "stop", "restart"})
    void refusesAMemberOfABodyThatNeedsNone(String action) {
        String id = customer.created("{\"name\": \"kept\", \"modelId\": \"absent\"}")
                .getString("data.id");

        customer.request()
                .body("{\"force\": true}")
                .post("/deployments/" + id + "/" + action)
                .then()
                .statusCode(400)
                .body("param", equalTo("force"));
    }

    @Test
    void refusesANameTwice() {
        customer.created("{\"name\": \"unique\", \"modelId\": \"absent\"}");

        customer.create("{\"name\": \"unique\", \"modelId\": \"absent\"}")
                .statusCode(409)
                .body("code", equalTo("DEPLOYMENT_NAME_TAKEN"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {                                                             | 400 | INVALID_REQUEST       | body
            null                                                          | 400 | INVALID_REQUEST       | body
            []                                                            | 400 | INVALID_REQUEST       | body
            {}                                                            | 400 | INVALID_REQUEST       | name
            {"name": 5, "modelId": "small"}                               | 400 | INVALID_REQUEST       | name
            {"name": "n"}                                                 | 400 | INVALID_REQUEST       | modelId
            {"name": "n", "modelId": "unknown"}                           | 404 | MODEL_NOT_FOUND       | modelId
            {"name": "n", "modelId": "small", "configuration": []}        | 400 | INVALID_REQUEST       | configuration
            {"name": "n", "modelId": "small", "configuration": {"minReplicas": "1"}}           | 400 | INVALID_REQUEST       | configuration.minReplicas
            {"name": "n", "modelId": "small", "configuration": {"minReplicas": 1.5}}           | 400 | INVALID_REQUEST       | configuration.minReplicas
            {"name": "n", "modelId": "small", "configuration": {"minReplicas": 3, "maxReplicas": 2}} | 400 | INVALID_CONFIGURATION | configuration.maxReplicas
            {"name": "n", "modelId": "large", "configuration": {"acceleratorType": "T4", "acceleratorCount": 1}} | 400 | ACCELERATOR_TOO_SMALL | configuration.acceleratorType
            {"name": "n", "modelId": "small", "configuration": {"billing": "seconds"}}         | 400 | INVALID_CONFIGURATION | configuration.billing
            """)
    void refusesABadBodyAndStoresNothing(String body, int status, String code, @Nullable String field) {
        customer.create(body)
                .statusCode(status)
                .body("code", equalTo(code))
                .body("param", field == null ? nullValue() : equalTo(field))
                .body("detail", notNullValue());

        customer.request().get("/deployments").then().body("pagination.total", equalTo(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"minReplicas": 2}                                    | minReplicas
            {"config": {"minReplicas": 2}}                        | config
            {"configuration": {"min_replicas": 2}}                | configuration.min_replicas
            {"configuration": {"replicas": {"min": 2}}}           | configuration.replicas
            {"configuration": {"minReplicas": 2, "scaling": 1}}   | configuration.scaling
            {"Name": "x"}                                         | Name
            """)
    void refusesAMemberThatItDoesNotKnowByItsPathAndChangesNothing(String body, String path) {
        String id = customer.created("{\"name\": \"kept\", \"modelId\": \"absent\"}")
                .getString("data.id");

        customer.request()
                .body(body)
                .put("/deployments/" + id)
                .then()
                .statusCode(400)
                .body("code", equalTo("INVALID_REQUEST"))
                .body("param", equalTo(path))
                .body("detail", containsString(path));
        customer.create(body.replaceFirst("\\{", "{\"name\": \"new\", \"modelId\": \"absent\", "))
                .statusCode(400)
                .body("param", equalTo(path));

        customer.request()
                .get("/deployments")
                .then()
                .body("pagination.total", equalTo(1))
                .body("data[0].configuration.minReplicas", equalTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "\\u0000", "a\\nb", "a\\u001bb", "a\\u0085b"})
    void refusesANameWithControlCharacters(String name) {
        customer.create("{\"name\": \"%s\", \"modelId\": \"absent\"}".formatted(name))
                .statusCode(400)
                .body("param", equalTo("name"));
    }

    @ParameterizedTest
    @CsvSource({"63, 201", "64, 400"})
    void takesANameOfSixtyThreeCharactersAndNoMore(int length, int status) {
        customer.create("{\"name\": \"%s\", \"modelId\": \"absent\"}".formatted("n".repeat(length)))
                .statusCode(status);
    }

    @ParameterizedTest
    @CsvSource({
        "minReplicas, -1, between 0 and 100",
        "minReplicas, 101, between 0 and 100",
        "maxReplicas, 0, between 1 and 100",
        "maxReplicas, 2147483647, between 1 and 100",
        "acceleratorCount, 0, between 1 and 16",
        "acceleratorCount, 17, between 1 and 16"
    })
    void tellsTheBoundOfANumberOutOfRange(String field, int value, String bound) {
        customer.create("{\"name\": \"n\", \"modelId\": \"small\", \"configuration\": {\"%s\": %d}}"
                        .formatted(field, value))
                .statusCode(400)
                .body("param", equalTo("configuration." + field))
                .body("detail", containsString(bound));
    }

    @ParameterizedTest
    @CsvSource({
        "/deployments?status=Active,            status",
        "/deployments?status=deleted,           status",
        "/deployments?limit=0,                  limit",
        "/deployments?limit=ten,                limit",
        "/deployments/{id}/logs?level=loud,     level",
        "/deployments/{id}/logs?limit=0,        limit",
        "/deployments/{id}/logs?offset=-1,      offset"
    })
    void refusesAQueryValueThatItDoesNotKnow(String path, String parameter) {
        String id = customer.created("{\"name\": \"asked\", \"modelId\": \"absent\"}")
                .getString("data.id");

        customer.request().get(path.replace("{id}", id)).then().statusCode(400).body("param", equalTo(parameter));
    }

    @Test
    void tellsTheModelOfADeploymentInTheFormsOfTheCatalogue() {
        String id =
                customer.created("{\"name\": \"told\", \"modelId\": \"large\"}").getString("data.id");

        customer.request()
                .get("/deployments/" + id)
                .then()
                .body("data.model.description", equalTo("Describes large"))
                .body("data.model.capabilities", equalTo(List.of("chat", "streaming")))
                .body("data.model.performance.keySet()", equalTo(Set.of("latency", "throughput")))
                .body("data.model.gpuRequirements.vram", equalTo("80GB"))
                .body("data.model.availability", equalTo("available"));
    }

    @Test
    void saysThatAStandInAnswersOnTheCpuOfThisMachine() {
        JsonPath created = customer.created("{\"name\": \"declared\", \"modelId\": \"replaced\"}");
        String id = created.getString("data.id");

        assertThat(created.getString("warning"))
                .contains("replaced is answered by its stand-in small")
                .contains("on the CPU of this machine");
        customer.request()
                .get("/deployments/" + id)
                .then()
                .body("data.servedBy", equalTo("small"))
                .body("data.servedOn", equalTo("CPU"))
                .body("data.model.availability", equalTo("stand-in"))
                .body("warning", containsString("stand-in"));
        customer.request().get("/deployments").then().body("data[0].servedBy", equalTo("small"));
    }

    @Test
    void saysWhatOfAutoScalingIsNotDoneYet() {
        assertThat(customer.created("{\"name\": \"scaling\", \"modelId\": \"absent\"}")
                        .getString("warning"))
                .contains("Replicas do not follow traffic yet: 1 run");
        assertThat(customer.created("""
                        {"name": "zero", "modelId": "absent", "configuration": {"minReplicas": 0}}""").getString("warning")).contains("scale to zero");
        assertThat(customer.created("""
                        {"name": "fixed", "modelId": "small", "configuration": {"minReplicas": 1, "maxReplicas": 1}}""").getString("warning")).isNull();
    }

    @Test
    void tellsEveryTimeAsItToldItFirst() {
        JsonPath created = customer.created("{\"name\": \"timed\", \"modelId\": \"absent\"}");
        JsonPath read = customer.read(created.getString("data.id"));

        assertThat(read.getString("data.createdAt")).isEqualTo(created.getString("data.createdAt"));
        assertThat(read.getList("data.logs.timestamp", String.class))
                .contains(created.getString("data.logs[0].timestamp"));
        assertThat(created.getString("data.logs[0].timestamp")).isEqualTo(created.getString("data.createdAt"));
        assertThat(created.getString("data.updatedAt")).isEqualTo(created.getString("data.createdAt"));
        Instant createdAt = Instant.parse(created.getString("data.createdAt"));
        assertThat(createdAt.truncatedTo(ChronoUnit.MILLIS)).isEqualTo(createdAt);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dep_unknown", "..%2Fdeployments", "%20", "dep_01'--"})
    void answersAnIdThatIsNoneWithNotFound(String id) {
        customer.request()
                .urlEncodingEnabled(false)
                .get("/deployments/" + id)
                .then()
                .statusCode(404);
    }
}
