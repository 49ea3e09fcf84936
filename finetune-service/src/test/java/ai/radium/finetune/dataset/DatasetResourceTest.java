package ai.radium.finetune.dataset;

import static ai.radium.finetune.Customer.PAIR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import ai.radium.contracts.Topic;
import ai.radium.contracts.audit.ActionTaken;
import ai.radium.contracts.dataset.DatasetChanged;
import ai.radium.contracts.dataset.DatasetStatus;
import ai.radium.finetune.Customer;
import ai.radium.finetune.FinetuneStack;
import ai.radium.finetune.FinetuneTest;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import ai.radium.kit.testing.RawHttp.Reply;
import ai.radium.kit.testing.ServiceDatabase;
import ai.radium.kit.testing.TestTopics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(FinetuneStack.class)
class DatasetResourceTest extends FinetuneTest {
    @Test
    void readsAFileAndSaysWhatIsInIt() {
        JsonPath dataset = customer.validated(customer.request()
                .multiPart("name", "answers")
                .multiPart("description", "ours")
                .multiPart("format", "jsonl")
                .multiPart("file", "data/answers.txt", (PAIR + "{}\n" + PAIR).getBytes(StandardCharsets.UTF_8))
                .post("/datasets")
                .then()
                .statusCode(201)
                .body("message", equalTo("Dataset created"))
                .body("data.status", equalTo("processing"))
                .body("data.validationErrors", hasSize(0))
                .extract()
                .path("data.id"));

        assertThat(dataset.getString("data.status")).isEqualTo("ready");
        assertThat(dataset.getString("data.filename")).isEqualTo("answers.txt");
        assertThat(dataset.getString("data.format")).isEqualTo("JSONL");
        assertThat(dataset.getInt("data.exampleCount")).isEqualTo(2);
        assertThat(dataset.getInt("data.invalidLines")).isEqualTo(1);
        assertThat(dataset.getInt("data.duplicateLines")).isEqualTo(1);
        assertThat(dataset.getInt("data.progress")).isEqualTo(100);
        assertThat(dataset.getFloat("data.statistics.characters.mean")).isEqualTo(29);
        assertThat(dataset.getString("data.sha256")).hasSize(64);
        assertThat(dataset.getString("data.tokens")).isNull();
        assertThat(dataset.getString("data.sizeFormatted")).isEqualTo("121 B");
        assertThat(dataset.<List<Integer>>get("data.validationErrors.line")).containsExactly(2);
    }

    @Test
    void aFileWithoutAGoodLineIsAnErrorThatSaysWhy() {
        JsonPath dataset = customer.validated(customer.created("x.jsonl", "{}\n"));

        assertThat(dataset.getString("data.status")).isEqualTo("error");
        assertThat(dataset.getString("data.error.code")).isEqualTo("NO_VALID_EXAMPLES");
        assertThat(dataset.getInt("data.invalidLines")).isEqualTo(1);
    }

    @Test
    void takesTheContentLater() {
        String id = customer.request()
                .contentType("application/json")
                .body("{\"name\":\"later\",\"format\":\"CSV\"}")
                .post("/datasets")
                .then()
                .statusCode(201)
                .body("data.version", equalTo(0))
                .body("data.filename", nullValue())
                .extract()
                .path("data.id");
        customer.get("/datasets/" + id + "/preview").statusCode(409).body("code", equalTo("DATASET_WITHOUT_CONTENT"));
        customer.get("/datasets/" + id + "/content").statusCode(409);

        customer.request()
                .multiPart("file", "a.csv", "prompt,completion\na,b\n".getBytes(StandardCharsets.UTF_8))
                .post("/datasets/" + id + "/versions")
                .then()
                .statusCode(201)
                .body("data.version", equalTo(1));

        assertThat(customer.validated(id).getInt("data.exampleCount")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"x\"} | format",
                "{\"name\":\"x\",\"format\":\"XML\"} | format",
                "{\"format\":\"CSV\"} | name",
                "{\"name\":\"x\",\"format\":\"CSV\",\"file\":\"y\"} | file"
            })
    void namesWhatIsWrongWithMetadata(String body, String field) {
        customer.request()
                .contentType("application/json")
                .body(body)
                .post("/datasets")
                .then()
                .statusCode(400)
                .body("param", equalTo(field));
    }

    @Test
    void namesWhatIsWrongWithAFormAndKeepsNothingOfIt() {
        customer.create("x.bin", PAIR).statusCode(400).body("param", equalTo("format"));
        refused("colour", "red").body("param", equalTo("colour"));
        refused("format", "xml").body("param", equalTo("format"));
        refused("name", "x".repeat(201)).body("param", equalTo("name"));
        refused("name", "a\0b").body("param", equalTo("name"));
        customer.request()
                .multiPart("name", "x")
                .post("/datasets")
                .then()
                .statusCode(400)
                .body("param", equalTo("file"));
        customer.request()
                .multiPart("data", "x.jsonl", PAIR.getBytes(StandardCharsets.UTF_8))
                .post("/datasets")
                .then()
                .statusCode(400)
                .body("param", equalTo("data"));
        customer.request()
                .multiPart("file", "x.jsonl", PAIR.getBytes(StandardCharsets.UTF_8))
                .multiPart("file", "y.jsonl", PAIR.getBytes(StandardCharsets.UTF_8))
                .post("/datasets")
                .then()
                .statusCode(400);

        customer.get("/datasets").body("data", hasSize(0));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> ServiceDatabase.query("select key from unclaimed_artifact")
                        .isEmpty());
    }

    private ValidatableResponse refused(String field, String value) {
        return customer.request()
                .multiPart("file", "x.jsonl", PAIR.getBytes(StandardCharsets.UTF_8))
                .multiPart(field, value)
                .post("/datasets")
                .then()
                .statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--x--\r\n",
                "nothing of a form",
                "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n{}"
            })
    void refusesABrokenForm(String body) {
        Reply reply = raw().send("POST", "/datasets", List.of("Content-Type: multipart/form-data; boundary=x"), body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("\"param\":");
    }

    @Test
    void refusesAFileThatIsTooLarge() {
        customer.create("x.jsonl", new byte[2_000_001])
                .statusCode(413)
                .body("details.maximumBytes", equalTo(2_000_000));
    }

    @Test
    void storesNoMoreThanAnAccountMay() {
        String first = customer.created("1.jsonl", "x".repeat(1_900_000));
        customer.create("2.jsonl", new byte[1_900_000])
                .statusCode(403)
                .body("code", equalTo("STORAGE_QUOTA"))
                .body("details.limitBytes", equalTo(FinetuneStack.ACCOUNT_BYTES));
        customer.request().delete("/datasets/" + first).then().statusCode(200);
        customer.create("3.jsonl", new byte[1_900_000]).statusCode(201);
    }

    @Test
    void listsByStatusAndFormat() {
        customer.ready("a.jsonl", PAIR);
        customer.ready("b.csv", "prompt,completion\na,b\n");
        customer.validated(customer.created("c.jsonl", "{}"));

        customer.get("/datasets")
                .statusCode(200)
                .body("data.filename", contains("a.jsonl", "b.csv", "c.jsonl"))
                .body("filters.status", equalTo("all"));
        customer.get("/datasets?status=ready&format=CSV").body("data.filename", contains("b.csv"));
        customer.get("/datasets?status=error").body("data.filename", contains("c.jsonl"));
        customer.get("/datasets?limit=1&offset=1")
                .body("data.filename", contains("b.csv"))
                .body("pagination.total", equalTo(3))
                .body("pagination.hasMore", equalTo(true));
        customer.get("/datasets?status=odd").statusCode(400).body("param", equalTo("status"));
        customer.get("/datasets?format=odd").statusCode(400).body("param", equalTo("format"));
    }

    @Test
    void showsNothingOfAnotherAccount() {
        String id = customer.ready("a.jsonl", PAIR);
        Customer other = new Customer(edge, service, customer.account() + "x");

        for (String path : List.of("", "/preview", "/content", "/versions", "/versions/1")) {
            other.get("/datasets/" + id + path).statusCode(404);
        }
        other.request().delete("/datasets/" + id).then().statusCode(404);
        other.request()
                .multiPart("file", "x.jsonl", PAIR.getBytes(StandardCharsets.UTF_8))
                .post("/datasets/" + id + "/versions")
                .then()
                .statusCode(404);
        other.get("/datasets").body("data", hasSize(0));
        customer.get("/datasets/" + id).statusCode(200);
    }

    @Test
    void aViewerMayLookAndNotSend() {
        String viewer =
                edge.bearer(new Caller(customer.account(), "user", Role.VIEWER, Set.of(), null), "finetune-service");

        RestAssured.given()
                .baseUri(service.toString())
                .header("Authorization", viewer)
                .multiPart("file", "x.jsonl", PAIR.getBytes(StandardCharsets.UTF_8))
                .post("/datasets")
                .then()
                .statusCode(403);
    }

    @Test
    void isNotDeletedWhileAJobNeedsIt() {
        String id = customer.ready("a.jsonl", PAIR);
        ServiceDatabase.change("insert into dataset_use values ('" + id + "', 1, 'ft_1')");
        customer.request().delete("/datasets/" + id).then().statusCode(409).body("code", equalTo("DATASET_IN_USE"));
        ServiceDatabase.change("delete from dataset_use");
        customer.request().delete("/datasets/" + id).then().statusCode(200).body("message", equalTo("Dataset deleted"));
        customer.get("/datasets/" + id).statusCode(404).body("code", equalTo("DATASET_NOT_FOUND"));
    }

    @Test
    void happensOncePerIdempotencyKey() {
        String first = sent("k1", "a.jsonl", PAIR, 201);

        assertThat(sent("k1", "a.jsonl", PAIR, 201)).isEqualTo(first);
        sent("k1", "a.jsonl", PAIR + PAIR, 422);
        sent("k1", "b.jsonl", PAIR, 422);
        customer.get("/datasets").body("data", hasSize(1));
    }

    private String sent(String key, String filename, String content, int status) {
        return customer.request()
                .header("Idempotency-Key", key)
                .multiPart("file", filename, content.getBytes(StandardCharsets.UTF_8))
                .post("/datasets")
                .then()
                .statusCode(status)
                .extract()
                .path("data.id");
    }

    @Test
    void tellsOthersWhatChanged() {
        String id = customer.ready("a.jsonl", PAIR);
        customer.request().delete("/datasets/" + id).then().statusCode(200);

        try (TestTopics topics = new TestTopics(setting("radium.kafka"), setting("test.topic-prefix"))) {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(topics.published(Topic.DATASET_CHANGED, id))
                        .extracting(event -> ((DatasetChanged) event).status())
                        .containsExactly(DatasetStatus.PROCESSING, DatasetStatus.READY, DatasetStatus.DELETED);
                assertThat(topics.published(Topic.AUDIT_OF_FINETUNING, customer.account()))
                        .extracting(event -> ((ActionTaken) event).action())
                        .containsExactly("dataset.create", "dataset.delete");
            });
        }
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
