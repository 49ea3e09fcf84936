package ai.radium.finetune.dataset;

import static ai.radium.finetune.Customer.PAIR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;

import ai.radium.finetune.FinetuneStack;
import ai.radium.finetune.FinetuneTest;
import ai.radium.kit.testing.HostileRequests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(FinetuneStack.class)
class DatasetContentTest extends FinetuneTest {
    @Test
    void everyVersionStays() {
        String id = customer.ready("a.jsonl", PAIR);
        customer.request()
                .multiPart("file", "b.jsonl", (PAIR + PAIR).getBytes(StandardCharsets.UTF_8))
                .post("/datasets/" + id + "/versions")
                .then()
                .statusCode(201)
                .body("data.version", equalTo(2));
        customer.validated(id);

        customer.get("/datasets/" + id).body("data.exampleCount", equalTo(2)).body("data.latestVersion", equalTo(2));
        customer.get("/datasets/" + id + "/versions").body("data.version", contains(2, 1));
        customer.get("/datasets/" + id + "/versions/1").body("data.exampleCount", equalTo(1));
        customer.get("/datasets/" + id + "/versions/3").statusCode(404);
        customer.get("/datasets/" + id + "/versions/x").statusCode(404);
        assertThat(customer.request()
                        .get("/datasets/" + id + "/content?version=1")
                        .asString())
                .isEqualTo(PAIR);
        assertThat(customer.request().get("/datasets/" + id + "/content").asString())
                .isEqualTo(PAIR + PAIR);
        customer.get("/datasets/" + id + "/content?version=0").statusCode(400).body("param", equalTo("version"));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-4, 206, 01234, bytes 0-4/10",
        "bytes=7-, 206, 789, bytes 7-9/10",
        "bytes=-2, 206, 89, bytes 8-9/10",
        "bytes=5-99, 206, 56789, bytes 5-9/10",
        "bytes=5-4, 200, 0123456789, ",
        "'bytes=0-1,3-4', 200, 0123456789, ",
        "lines=0-1, 200, 0123456789, "
    })
    void givesTheRangeThatIsAskedFor(String range, int status, String content, String said) {
        String id = customer.created("a b.jsonl", "0123456789");

        Response reply = customer.request().header("Range", range).get("/datasets/" + id + "/content");

        assertThat(reply.statusCode()).isEqualTo(status);
        assertThat(reply.asString()).isEqualTo(content);
        assertThat(reply.header("Content-Range")).isEqualTo(said);
        assertThat(reply.header("Content-Disposition")).isEqualTo("attachment; filename=\"a b.jsonl\"");
    }

    @Test
    void saysHowFarAFileReaches() {
        String id = customer.created("a.jsonl", "0123456789");

        customer.request()
                .header("Range", "bytes=10-")
                .get("/datasets/" + id + "/content")
                .then()
                .statusCode(416)
                .body("details.sizeBytes", equalTo(10));
    }

    @Test
    void showsExamplesPageByPage() {
        StringBuilder content = new StringBuilder();
        for (int i = 1; i <= 250; i++) {
            content.append("{\"prompt\":\"Question ").append(i).append("\",\"completion\":\"Answer\"}\nbad\n");
        }
        String id = customer.ready("a.jsonl", content.toString());

        customer.get("/datasets/" + id + "/preview?limit=2&offset=100")
                .statusCode(200)
                .body("data.line", contains(201, 203))
                .body("data.prompt", contains("Question 101", "Question 102"))
                .body("pagination.total", equalTo(250))
                .body("pagination.hasMore", equalTo(true));
        customer.request()
                .queryParam("search", "QUESTION 24")
                .get("/datasets/" + id + "/preview?limit=3")
                .then()
                .body("data.prompt", contains("Question 24", "Question 240", "Question 241"))
                .body("pagination.total", equalTo(11))
                .body("summary.complete", equalTo(true));
        customer.get("/datasets/" + id + "/preview?search=nothing").body("data", hasSize(0));
    }

    @Test
    void findsAPageInTheMiddleOfALongFile() {
        StringBuilder content = new StringBuilder("\uFEFF");
        for (int i = 1; i <= 40_000; i++) {
            content.append("{\"prompt\":\"")
                    .append(i)
                    .append("\",\"completion\":\"x\"}\r\n")
                    .append(i % 2 == 0 ? "\n" : "");
        }
        String id = customer.ready("a.jsonl", content.toString());

        customer.get("/datasets/" + id + "/preview?limit=2&offset=35000")
                .body("data.prompt", contains("35001", "35002"))
                .body("data.line", contains(52_501, 52_502))
                .body("summary.readExamples", lessThan(16_385));
    }

    @Test
    void showsConversationsAsTheyAre() {
        String id = customer.ready(
                "a.jsonl",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"Hello\"}]}");

        customer.get("/datasets/" + id + "/preview")
                .body("data[0].messages.role", contains("user", "assistant"))
                .body("data[0].messages.content", contains("Hi", "Hello"));
    }

    @Test
    void refusesWhatItHasNoUseFor() {
        new HostileRequests(raw()).refuseTheRest("/datasets");
        new HostileRequests(raw()).acceptAnything("/datasets");
    }
}
