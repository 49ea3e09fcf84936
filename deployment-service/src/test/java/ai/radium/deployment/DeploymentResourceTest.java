package ai.radium.deployment;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import ai.radium.kit.ids.Ids;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service lists, hides and refuses, on a real PostgreSQL and Kafka. */
@QuarkusTest
@WithTestResource(DeploymentStack.class)
class DeploymentResourceTest {
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

    @Test
    void refusesANameTwice() {
        customer.created("{\"name\": \"unique\", \"modelId\": \"absent\"}");

        customer.create("{\"name\": \"unique\", \"modelId\": \"absent\"}")
                .statusCode(409)
                .body("code", equalTo("DEPLOYMENT_NAME_TAKEN"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {                                                             | 400 | INVALID_REQUEST       |
            null                                                          | 400 | INVALID_REQUEST       |
            []                                                            | 400 | INVALID_REQUEST       |
            {}                                                            | 400 | INVALID_REQUEST       | name
            {"name": 5, "modelId": "small"}                               | 400 | INVALID_REQUEST       | name
            {"name": "n"}                                                 | 400 | INVALID_REQUEST       | modelId
            {"name": "n", "modelId": "unknown"}                           | 404 | MODEL_NOT_FOUND       | modelId
            {"name": "n", "modelId": "small", "configuration": []}        | 400 | INVALID_REQUEST       | configuration
            {"name": "n", "modelId": "small", "configuration": {"minReplicas": "1"}}           | 400 | INVALID_REQUEST       | configuration.minReplicas
            {"name": "n", "modelId": "small", "configuration": {"minReplicas": 1.5}}           | 400 | INVALID_REQUEST       | configuration.minReplicas
            {"name": "n", "modelId": "small", "configuration": {"minReplicas": 3, "maxReplicas": 2}} | 400 | INVALID_CONFIGURATION | configuration.maxReplicas
            {"name": "n", "modelId": "large", "configuration": {"acceleratorType": "T4", "acceleratorCount": 1}} | 400 | ACCELERATOR_TOO_SMALL | configuration.acceleratorType
            {"name": "n", "modelId": "small", "configuration": {"billing": "replica-seconds"}} | 400 | NOT_AVAILABLE_YET     | configuration.billing
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
        "acceleratorCount, 17, between 1 and 16",
        "scaleToZeroAfterSeconds, -5, between 1 and 86400",
        "targetConcurrency, 0, between 1 and 10000"
    })
    void tellsTheBoundOfANumberOutOfRange(String field, int value, String bound) {
        customer.create("{\"name\": \"n\", \"modelId\": \"small\", \"configuration\": {\"%s\": %d}}"
                        .formatted(field, value))
                .statusCode(400)
                .body("param", equalTo("configuration." + field))
                .body("detail", containsString(bound));
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
