package ai.radium.finetune.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import ai.radium.finetune.Catalogue;
import ai.radium.finetune.Customer;
import ai.radium.finetune.FinetuneStack;
import ai.radium.finetune.JobTest;
import ai.radium.finetune.ScriptedTrainer;
import ai.radium.finetune.trainer.JobFailure;
import ai.radium.kit.testing.ServiceDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(FinetuneStack.class)
class EstimateTest extends JobTest {
    EstimateTest(ScriptedTrainer trainer) {
        super(trainer);
    }

    private ValidatableResponse estimate(String dataset, String configuration) {
        return post(
                "/fine-tuning/estimate",
                "{\"baseModel\":\"%s\",\"datasetId\":\"%s\",\"configuration\":%s}"
                        .formatted(Catalogue.MODEL, dataset, configuration));
    }

    @Test
    void tellsTheNumbersThatTheJobThenHas() {
        String dataset = dataset();

        JsonPath estimate = estimate(dataset, "{\"batchSize\":2,\"epochs\":2}")
                .statusCode(200)
                .extract()
                .jsonPath();

        long tokens = estimate.getLong("data.trainedTokens");
        assertThat(tokens).isPositive();
        assertThat(tokens % 8).as("four lines of the same length, twice").isZero();
        assertThat(estimate.getLong("data.steps")).isEqualTo(4);
        assertThat(estimate.getBoolean("data.allowed")).isTrue();
        assertThat(estimate.getLong("data.memoryBytes")).isGreaterThan(400_000_000);
        assertThat(new BigDecimal(estimate.getString("data.price")))
                .isEqualByComparingTo(new BigDecimal(tokens).movePointLeft(6).multiply(new BigDecimal("0.5")));
        String id = created(dataset, ",\"configuration\":{\"batchSize\":2,\"epochs\":2}");
        running(id);
        JsonPath job = job(id);
        assertThat(job.<Object>get("data.estimate.trainedTokens")).isEqualTo(estimate.get("data.trainedTokens"));
        assertThat(job.<Object>get("data.estimate.memoryBytes")).isEqualTo(estimate.get("data.memoryBytes"));
        assertThat(job.getString("data.estimate.price")).isEqualTo(estimate.getString("data.price"));
    }

    @Test
    void countsAContentOnce() {
        String dataset = customer.ready("once.jsonl", Customer.PAIR.repeat(3));
        String sha256 = customer.get("/datasets/" + dataset).extract().path("data.sha256");
        estimate(dataset, "{}").statusCode(200);
        String counted =
                "update token_count set body = replace(body, '\"leftOut\":0', '\"leftOut\":7') where content like '"
                        + sha256 + "%'";
        ServiceDatabase.change(counted);

        estimate(dataset, "{\"epochs\":9}").statusCode(200).body("data.leftOut", equalTo(7));
    }

    @Test
    void countsTheLinesThatAreLearntFromAlone() {
        String dataset = customer.ready("split.jsonl", Customer.PAIR.repeat(10));
        long all = tokens(dataset, "{\"epochs\":1}");

        assertThat(tokens(dataset, "{\"epochs\":1,\"validationSplit\":0.3}") * 10)
                .isEqualTo(all * 7);
        assertThat(tokens(dataset, "{\"epochs\":5}")).isEqualTo(all * 5);
        assertThat(tokens(dataset, "{\"epochs\":1,\"maxContext\":30}")).isLessThanOrEqualTo(all);
    }

    private long tokens(String dataset, String configuration) {
        return estimate(dataset, configuration)
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("data.trainedTokens");
    }

    @Test
    void saysWhyItIsNotAllowed() {
        String dataset = dataset();
        trainer.refuses(JobFailure.NO_CAPACITY, "There are 4 GiB.");

        estimate(dataset, "{}")
                .statusCode(200)
                .body("data.allowed", equalTo(false))
                .body("data.reasons", hasSize(1))
                .body("data.reasons[0].code", equalTo("NO_CAPACITY"))
                .body("data.reasons[0].message", equalTo("There are 4 GiB."));
        trainer.refusesNothing();
        estimate(dataset, "{\"maxContext\":8}")
                .statusCode(200)
                .body("data.allowed", equalTo(false))
                .body("data.reasons[0].code", equalTo("DATASET_INVALID"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 400 | baseModel",
                "{\"baseModel\":\"trainable\"} | 400 | datasetId",
                "{\"baseModel\":\"nope\",\"datasetId\":\"x\"} | 404 | baseModel",
                "{\"baseModel\":\"no-price\",\"datasetId\":\"x\"} | 400 | baseModel",
                "{\"baseModel\":\"trainable\",\"datasetId\":\"x\"} | 404 | datasetId",
                "{\"baseModel\":\"trainable\",\"datasetId\":\"DS\",\"configuration\":{\"epochs\":0}} | 400 | configuration.epochs",
                "{\"baseModel\":\"trainable\",\"datasetId\":\"BAD\"} | 400 | datasetId"
            })
    void namesWhatIsWrong(String body, int status, String field) {
        String bad = customer.created("bad.jsonl", "{}\n");
        customer.validated(bad);

        post("/fine-tuning/estimate", body.replace("DS", dataset()).replace("BAD", bad))
                .statusCode(status)
                .body("param", equalTo(field));
    }
}
