package ai.radium.finetune.file;

import static ai.radium.finetune.Customer.PAIR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import ai.radium.finetune.Customer;
import ai.radium.finetune.FinetuneStack;
import ai.radium.finetune.FinetuneTest;
import ai.radium.finetune.artifact.Hashed;
import ai.radium.kit.testing.ServiceDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(FinetuneStack.class)
class UploadResourceTest extends FinetuneTest {
    private static final String WHOLE = PAIR + PAIR + PAIR;
    private static final int CUT = PAIR.length() + 7;

    @Test
    void makesAFileOfItsPartsInTheOrderThatIsSaid() {
        String upload = begun(WHOLE.length());
        String second = part(upload, WHOLE.substring(CUT));
        String first = part(upload, WHOLE.substring(0, CUT));
        part(upload, "dropped");
        customer.get("/uploads/" + upload)
                .body("status", equalTo("pending"))
                .body("parts.id", contains(equalTo(second), equalTo(first), startsWith("part_")));

        String file = complete(upload, first, second, md5(WHOLE))
                .statusCode(200)
                .body("status", equalTo("completed"))
                .body("file.status", equalTo("uploaded"))
                .extract()
                .path("file.id");

        JsonPath dataset = customer.validated(file);
        assertThat(dataset.getInt("data.exampleCount")).isEqualTo(3);
        assertThat(dataset.getInt("data.sizeBytes")).isEqualTo(WHOLE.length());
        assertThat(dataset.getString("data.sha256")).hasSize(64);
        assertThat(customer.request().get("/files/" + file + "/content").asString())
                .isEqualTo(WHOLE);
        assertThat(customer.request()
                        .header("Range", "bytes=" + (CUT - 2) + "-" + (CUT + 1))
                        .get("/files/" + file + "/content")
                        .asString())
                .isEqualTo(WHOLE.substring(CUT - 2, CUT + 2));
        customer.get("/uploads/" + upload).body("file.id", equalTo(file)).body("parts", hasSize(0));
        add(upload, "late").statusCode(409).body("code", equalTo("UPLOAD_CLOSED"));
        assertThat(stored()).isEqualTo(WHOLE.length());
        customer.request().delete("/files/" + file).then().statusCode(200);
        assertThat(stored()).isZero();
    }

    @Test
    void findsThatTheContentIsNotWhatTheClientSays() {
        String upload = begun(PAIR.length());
        String part = part(upload, PAIR);

        String file = customer.request()
                .contentType("application/json")
                .body("{\"part_ids\":[\"" + part + "\"],\"md5\":\"" + md5("other") + "\"}")
                .post("/uploads/" + upload + "/complete")
                .then()
                .statusCode(200)
                .extract()
                .path("file.id");

        assertThat(customer.validated(file).getString("data.error.code")).isEqualTo("CHECKSUM_MISMATCH");
    }

    @Test
    void asksForAllPartsAndNoOthers() {
        String upload = begun(WHOLE.length());
        String part = part(upload, PAIR);
        String elsewhere = part(begun(5), "other");

        complete(upload, part, elsewhere, null).statusCode(400).body("param", equalTo("part_ids"));
        complete(upload, part, part, null).statusCode(400).body("param", equalTo("part_ids"));
        complete(upload, part, part(upload, "x"), null).statusCode(400).body("param", equalTo("part_ids"));
        add(upload, "x".repeat(WHOLE.length() + 1)).statusCode(400).body("param", equalTo("data"));
        add(upload, "x".repeat(500_001)).statusCode(413);
    }

    @Test
    void keepsNothingOfWhatIsCancelled() {
        String upload = begun(10);
        part(upload, "12345");

        customer.request()
                .post("/uploads/" + upload + "/cancel")
                .then()
                .statusCode(200)
                .body("status", equalTo("cancelled"))
                .body("file", nullValue());

        customer.request().post("/uploads/" + upload + "/cancel").then().statusCode(409);
        assertThat(stored()).isZero();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> ServiceDatabase.query("select key from unclaimed_artifact where due <= now()")
                        .isEmpty());
    }

    @Test
    void keepsNothingOfWhatIsNotCompletedInTime() {
        String upload = begun(10);
        part(upload, "12345");
        ServiceDatabase.change("update upload set expires_at = now() where id = '" + upload + "'");

        add(upload, "1").statusCode(409);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> customer.get("/uploads/" + upload)
                        .extract()
                        .path("status")
                        .equals("expired"));
        assertThat(stored()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"purpose\":\"fine-tune\",\"bytes\":1,\"mime_type\":\"x\"} | filename",
                "{\"filename\":\"a\",\"bytes\":1,\"mime_type\":\"x\"} | purpose",
                "{\"filename\":\"a\",\"purpose\":\"vision\",\"bytes\":1,\"mime_type\":\"x\"} | purpose",
                "{\"filename\":\"a\",\"purpose\":\"fine-tune\",\"mime_type\":\"x\"} | bytes",
                "{\"filename\":\"a\",\"purpose\":\"fine-tune\",\"bytes\":2000001,\"mime_type\":\"x\"} | bytes",
                "{\"filename\":\"a\",\"purpose\":\"fine-tune\",\"bytes\":1} | mime_type",
                "{\"filename\":\"a\",\"purpose\":\"fine-tune\",\"bytes\":1,\"mime_type\":\"x\",\"size\":1} | size"
            })
    void namesWhatIsWrong(String body, String field) {
        customer.request()
                .contentType("application/json")
                .body(body)
                .post("/uploads")
                .then()
                .statusCode(400)
                .body("param", equalTo(field));
    }

    @Test
    void showsNothingOfAnotherAccount() {
        String upload = begun(10);
        Customer other = new Customer(edge, service, customer.account() + "x");

        other.get("/uploads/" + upload).statusCode(404).body("code", equalTo("UPLOAD_NOT_FOUND"));
        other.request().post("/uploads/" + upload + "/cancel").then().statusCode(404);
        other.request()
                .multiPart("data", "data", new byte[1])
                .post("/uploads/" + upload + "/parts")
                .then()
                .statusCode(404);
    }

    private String begun(int bytes) {
        return customer.request()
                .contentType("application/json")
                .body("{\"filename\":\"a.jsonl\",\"purpose\":\"fine-tune\",\"bytes\":" + bytes
                        + ",\"mime_type\":\"application/jsonl\"}")
                .post("/uploads")
                .then()
                .statusCode(200)
                .body("id", startsWith("upload_"))
                .extract()
                .path("id");
    }

    private String part(String upload, String content) {
        return add(upload, content)
                .statusCode(200)
                .body("object", equalTo("upload.part"))
                .extract()
                .path("id");
    }

    private ValidatableResponse add(String upload, String content) {
        return customer.request()
                .multiPart("data", "data", content.getBytes(StandardCharsets.UTF_8))
                .post("/uploads/" + upload + "/parts")
                .then();
    }

    private ValidatableResponse complete(String upload, String first, String second, @Nullable String md5) {
        return customer.request()
                .contentType("application/json")
                .body("{\"part_ids\":[\"%s\",\"%s\"],\"md5\":%s}"
                        .formatted(first, second, md5 == null ? "null" : "\"" + md5 + "\""))
                .post("/uploads/" + upload + "/complete")
                .then();
    }

    private long stored() {
        return ServiceDatabase.query("select bytes from stored_bytes where account = '" + customer.account() + "'")
                .stream()
                .mapToLong(Long::parseLong)
                .sum();
    }

    private static String md5(String content) {
        MessageDigest digest = Hashed.md5();
        digest.update(content.getBytes(StandardCharsets.UTF_8));
        return Hashed.text(digest);
    }
}
