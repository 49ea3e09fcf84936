package ai.radium.finetune.file;

import static ai.radium.finetune.Customer.PAIR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import ai.radium.finetune.FinetuneStack;
import ai.radium.finetune.FinetuneTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(FinetuneStack.class)
class FileResourceTest extends FinetuneTest {
    @Test
    void aFileAndItsDatasetAreOneThing() {
        String file = created("a.jsonl", PAIR);
        String dataset = "ds_" + file.substring("file-".length());
        customer.validated(file);

        customer.get("/files/" + file)
                .statusCode(200)
                .body("object", equalTo("file"))
                .body("filename", equalTo("a.jsonl"))
                .body("purpose", equalTo("fine-tune"))
                .body("bytes", equalTo(PAIR.length()))
                .body("status", equalTo("processed"))
                .body("status_details", nullValue());
        customer.get("/files/" + dataset).body("id", equalTo(file));
        customer.get("/datasets/" + dataset).body("data.fileId", equalTo(file)).body("data.name", equalTo("a.jsonl"));
        customer.get("/datasets/" + file).body("data.id", equalTo(dataset));
        assertThat(customer.request().get("/files/" + file + "/content").asString())
                .isEqualTo(PAIR);
    }

    @Test
    void saysWhyAFileIsOfNoUse() {
        String file = created("a.jsonl", "{}");
        customer.validated(file);

        customer.get("/files/" + file)
                .body("status", equalTo("error"))
                .body("status_details", containsString("neither messages nor prompt"));
    }

    @Test
    void takesFilesForFineTuningOnly() {
        sent("a.jsonl", PAIR, "assistants").statusCode(400).body("param", equalTo("purpose"));
        customer.request()
                .multiPart("file", "a.jsonl", PAIR.getBytes(StandardCharsets.UTF_8))
                .post("/files")
                .then()
                .statusCode(400)
                .body("param", equalTo("purpose"));
        customer.get("/files?purpose=batch").statusCode(400).body("param", equalTo("purpose"));
        customer.get("/files?order=up").statusCode(400).body("param", equalTo("order"));
    }

    @Test
    void listsPageByPageInEitherOrder() {
        String one = created("1.jsonl", PAIR);
        String two = created("2.jsonl", PAIR);
        String three = created("3.jsonl", PAIR);

        customer.get("/files?purpose=fine-tune")
                .body("object", equalTo("list"))
                .body("data.id", contains(three, two, one))
                .body("first_id", equalTo(three))
                .body("last_id", equalTo(one))
                .body("has_more", equalTo(false));
        customer.get("/files?limit=1&after=" + three)
                .body("data.id", contains(two))
                .body("has_more", equalTo(true));
        customer.get("/files?order=asc&after=" + one).body("data.id", contains(two, three));
        customer.get("/files?after=file-none").statusCode(404).body("param", equalTo("after"));
    }

    @Test
    void deletesAFile() {
        String file = created("a.jsonl", PAIR);

        customer.request()
                .delete("/files/" + file)
                .then()
                .statusCode(200)
                .body("id", equalTo(file))
                .body("object", equalTo("file"))
                .body("deleted", equalTo(true));
        customer.get("/files/" + file).statusCode(404).body("code", equalTo("FILE_NOT_FOUND"));
        customer.get("/files").body("data", hasSize(0));
    }

    private String created(String filename, String content) {
        return sent(filename, content, "fine-tune")
                .statusCode(200)
                .body("id", startsWith("file-"))
                .body("status", equalTo("uploaded"))
                .extract()
                .path("id");
    }

    private ValidatableResponse sent(String filename, String content, String purpose) {
        return customer.request()
                .multiPart("purpose", purpose)
                .multiPart("file", filename, content.getBytes(StandardCharsets.UTF_8))
                .post("/files")
                .then();
    }
}
