package ai.radium.finetune.job;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import ai.radium.finetune.Catalogue;
import ai.radium.finetune.FinetuneStack;
import ai.radium.finetune.JobTest;
import ai.radium.finetune.ScriptedTrainer;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(FinetuneStack.class)
class SuspendedAccountTest extends JobTest {
    SuspendedAccountTest(ScriptedTrainer trainer) {
        super(trainer);
    }

    @Test
    void beginsNoJobAndKeepsWhatItHas() {
        String dataset = dataset();
        String running = created(dataset, "");

        suspended("/fine-tuning", body(dataset, "")).statusCode(402).body("code", equalTo("ACCOUNT_SUSPENDED"));
        suspended(
                        "/fine_tuning/jobs",
                        "{\"model\":\"%s\",\"training_file\":\"%s\"}".formatted(Catalogue.MODEL, dataset))
                .statusCode(402)
                .body("code", equalTo("ACCOUNT_SUSPENDED"));
        suspended("/fine-tuning", body(dataset, ",\"colour\":1")).statusCode(400);

        customer.get("/fine-tuning").body("data", hasSize(1));
        suspended("/fine-tuning/" + running + "/cancel", "{}").statusCode(200);
    }

    private ValidatableResponse suspended(String path, String body) {
        Caller caller = new Caller(customer.account(), "owner", Role.OWNER, Set.of(), null, true);
        return given().baseUri(customer.service().toString())
                .header("Authorization", edge.bearer(caller, "finetune-service"))
                .contentType("application/json")
                .body(body)
                .post(path)
                .then();
    }
}
