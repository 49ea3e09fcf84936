package ai.radium.finetune.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;

import ai.radium.finetune.Customer;
import ai.radium.finetune.FinetuneStack;
import ai.radium.finetune.JobTest;
import ai.radium.finetune.ScriptedTrainer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(FinetuneStack.class)
class FineTuningJobResourceTest extends JobTest {
    FineTuningJobResourceTest(ScriptedTrainer trainer) {
        super(trainer);
    }

    private String file() {
        return "file-" + dataset().substring(3);
    }

    private ValidatableResponse create(String file, String more) {
        return post("/fine_tuning/jobs", "{\"model\":\"trainable\",\"training_file\":\"%s\"%s}".formatted(file, more));
    }

    @Test
    void aJobOfAnOpenAiClientRunsToItsModel() {
        String file = file();
        String id = create(
                        file,
                        ",\"suffix\":\"mine\",\"seed\":7,\"metadata\":{\"team\":\"a\"},\"method\":{\"type\":\"supervised\","
                                + "\"supervised\":{\"hyperparameters\":{\"n_epochs\":2,\"batch_size\":\"auto\",\"learning_rate_multiplier\":2}}}")
                .statusCode(200)
                .body("object", equalTo("fine_tuning.job"))
                .body("id", startsWith("ftjob-"))
                .body("status", oneOf("validating_files", "queued", "running"))
                .body("training_file", equalTo(file))
                .body("hyperparameters.n_epochs", equalTo(2))
                .body("hyperparameters.learning_rate_multiplier", equalTo(2f))
                .body("user_provided_suffix", equalTo("mine"))
                .body("seed", equalTo(7))
                .body("metadata.team", equalTo("a"))
                .body("trained_tokens", nullValue())
                .extract()
                .path("id");
        ScriptedTrainer.Run run = running("ft_" + id.substring(6));
        run.begins();
        run.steps(1, 4);
        run.validates(4);
        run.completes();
        reached(id, "completed");

        customer.get("/fine_tuning/jobs/" + id)
                .statusCode(200)
                .body("status", equalTo("succeeded"))
                .body("fine_tuned_model", startsWith("ft:trainable:"))
                .body("trained_tokens", equalTo(40))
                .body("finished_at", notNullValue())
                .body("result_files", equalTo(List.of(results(id))));
        customer.get("/files/" + results(id))
                .statusCode(200)
                .body("purpose", equalTo("fine-tune-results"))
                .body("bytes", equalTo(csv(id).length()));
        assertThat(csv(id))
                .startsWith("step,train_loss,train_accuracy,valid_loss\n1,5.0,")
                .matches("(?s).*\n4,[0-9.]+,[0-9.]*,0.5\n");
        customer.get("/fine_tuning/jobs/" + id + "/events?limit=100")
                .body("object", equalTo("list"))
                .body("data.type", hasItem("metrics"))
                .body("data[0].message", startsWith("The model is ft:trainable:"))
                .body("has_more", equalTo(false));
        customer.get("/fine_tuning/jobs/" + id + "/checkpoints")
                .body("data.step_number", contains(4))
                .body("data[0].metrics.full_valid_loss", equalTo(0.5f));
    }

    private static String results(String job) {
        return "file-results-" + job.substring("ftjob-".length());
    }

    private String csv(String job) {
        return customer.get("/files/" + results(job) + "/content")
                .statusCode(200)
                .contentType("text/csv")
                .extract()
                .asString();
    }

    @Test
    void resultsAreListedByTheirPurposeAndStayWithTheirJob() {
        String id = create(file(), "").extract().path("id");
        customer.get("/files/" + results(id)).statusCode(404);
        ScriptedTrainer.Run run = running("ft_" + id.substring(6));
        run.begins();
        run.steps(1, 4);
        run.completes();
        reached(id, "completed");

        customer.get("/files?purpose=fine-tune-results").body("data.id", contains(results(id)));
        customer.get("/files?purpose=fine-tune").body("data.purpose", contains("fine-tune"));
        customer.get("/files?purpose=fine-tune-results&after=" + results(id)).body("data", equalTo(List.of()));
        customer.get("/files?purpose=fine-tune-results&order=asc")
                .statusCode(400)
                .body("param", equalTo("order"));
        customer.get("/files?purpose=fine-tune-results&after=file-1")
                .statusCode(404)
                .body("param", equalTo("after"));
        customer.get("/files?purpose=assistants").statusCode(400).body("param", equalTo("purpose"));
        customer.request().delete("/files/" + results(id)).then().statusCode(409);
        new Customer(edge, service, "acct_other").get("/files/" + results(id)).statusCode(404);
    }

    @Test
    void pagesGoOnAfterAJob() {
        String file = file();
        String first = create(file, "").extract().path("id");
        String second = create(file, "").extract().path("id");

        customer.get("/fine_tuning/jobs?limit=1")
                .body("data.id", contains(second))
                .body("has_more", equalTo(true))
                .body("last_id", equalTo(second));
        customer.get("/fine_tuning/jobs?limit=1&after=" + second)
                .body("data.id", contains(first))
                .body("has_more", equalTo(false));
        customer.get("/fine_tuning/jobs?after=nope").statusCode(404).body("param", equalTo("after"));
    }

    @Test
    void cancels() {
        String id = create(file(), "").extract().path("id");

        post("/fine_tuning/jobs/" + id + "/cancel", "").statusCode(200).body("status", equalTo("cancelled"));

        assertThat(job(id).getString("data.status")).isEqualTo("cancelled");
        customer.get("/fine_tuning/jobs/ftjob-1").statusCode(404).body("code", equalTo("FINE_TUNING_NOT_FOUND"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",\"hyperparameters\":{\"n_epochs\":0} | hyperparameters.n_epochs",
                ",\"hyperparameters\":{\"n_epochs\":\"many\"} | hyperparameters.n_epochs",
                ",\"hyperparameters\":{\"batch_size\":1.5} | hyperparameters.batch_size",
                ",\"hyperparameters\":{\"learning_rate_multiplier\":-1} | hyperparameters.learning_rate_multiplier",
                ",\"method\":{\"type\":\"dpo\"} | method.type",
                ",\"method\":{\"type\":\"supervised\",\"dpo\":{}} | method.dpo",
                ",\"method\":{\"type\":\"supervised\",\"supervised\":{\"hyperparameters\":{\"n_epochs\":0}}} | method.supervised.hyperparameters.n_epochs",
                ",\"suffix\":\"\" | suffix",
                ",\"seed\":-1 | seed",
                ",\"integrations\":[{\"type\":\"wandb\"}] | integrations",
                ",\"metadata\":{\"a\":1} | metadata.a",
                ",\"validation_file\":\"\" | validation_file",
                ",\"epochs\":3 | epochs"
            })
    void namesWhatIsWrong(String more, String field) {
        create(file(), more).statusCode(400).body("param", equalTo(field));
    }

    @Test
    void namesWhatIsNotThere() {
        create("file-1", "").statusCode(404).body("param", equalTo("training_file"));
        create(file(), ",\"validation_file\":\"file-1\"").statusCode(404).body("param", equalTo("validation_file"));
        post("/fine_tuning/jobs", "{\"model\":\"nope\",\"training_file\":\"file-1\"}")
                .statusCode(404)
                .body("param", equalTo("model"));
    }

    @Test
    void nullIsAbsent() {
        create(
                        file(),
                        ",\"suffix\":null,\"method\":null,\"hyperparameters\":{\"n_epochs\":null},\"metadata\":null,\"integrations\":null")
                .statusCode(200)
                .body("hyperparameters.n_epochs", equalTo(3));
    }
}
