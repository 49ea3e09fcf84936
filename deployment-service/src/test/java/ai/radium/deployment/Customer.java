package ai.radium.deployment;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;

/** What an account does over HTTP. */
record Customer(Outside outside, String account) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    RequestSpecification request() {
        return given().header("Authorization", outside.authorization(account)).contentType("application/json");
    }

    ValidatableResponse create(String body) {
        return request().body(body).post("/deployments").then();
    }

    JsonPath created(String body) {
        return create(body).statusCode(201).extract().jsonPath();
    }

    JsonPath read(String id) {
        return request()
                .get("/deployments/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    JsonPath inStatus(String id, String status) {
        await().atMost(PATIENCE).until(() -> read(id).getString("data.status").equals(status));
        return read(id);
    }

    /** Asks for what is refused only when the model is known. */
    boolean knows(String model) {
        return create("{\"name\": \"probe\", \"modelId\": \"%s\", \"configuration\": {\"billing\": \"none\"}}"
                                .formatted(model))
                        .extract()
                        .statusCode()
                == 400;
    }

    /** And waits until nothing of them runs. */
    void deleteAll() {
        List<String> ids = request().get("/deployments").jsonPath().getList("data.id");
        ids.forEach(id -> request().delete("/deployments/" + id).then().statusCode(200));
        await().atMost(PATIENCE)
                .until(() -> ids.stream().allMatch(id -> outside.workers(id).isEmpty()));
    }
}
