package ai.radium.finetune;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import ai.radium.kit.testing.TestEdge;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An account's owner, who calls a running service. */
public record Customer(TestEdge edge, URI service, String account) {
    public static final String PAIR = "{\"prompt\":\"Where is my order?\",\"completion\":\"On its way.\"}\n";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    public RequestSpecification request() {
        return given().baseUri(service.toString())
                .header("Authorization", edge.developerOf(account, "finetune-service"));
    }

    public ValidatableResponse get(String path) {
        return request().get(path).then();
    }

    /** A dataset of this file. */
    public ValidatableResponse create(String filename, String content) {
        return create(filename, content.getBytes(StandardCharsets.UTF_8));
    }

    public ValidatableResponse create(String filename, byte[] content) {
        return request().multiPart("file", filename, content).post("/datasets").then();
    }

    public String created(String filename, String content) {
        return create(filename, content).statusCode(201).extract().path("data.id");
    }

    /** What is known of it once it was read. */
    public JsonPath validated(String id) {
        return await().atMost(PATIENCE)
                .until(
                        () -> get("/datasets/" + id).statusCode(200).extract().jsonPath(),
                        dataset -> !dataset.getString("data.status").equals("processing"));
    }

    /** A file that is read. */
    public String ready(String filename, String content) {
        String id = created(filename, content);
        validated(id);
        return id;
    }
}
