package ai.radium.finetune.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import ai.radium.contracts.Topic;
import ai.radium.contracts.audit.ActionTaken;
import ai.radium.contracts.finetune.FinetuneEvent;
import ai.radium.contracts.finetune.JobChanged;
import ai.radium.contracts.finetune.JobStatus;
import ai.radium.contracts.finetune.TokensTrained;
import ai.radium.contracts.training.TrainingFailure;
import ai.radium.contracts.training.TrainingProgress.Failed;
import ai.radium.finetune.Catalogue;
import ai.radium.finetune.Customer;
import ai.radium.finetune.FinetuneStack;
import ai.radium.finetune.JobTest;
import ai.radium.finetune.ScriptedTrainer;
import ai.radium.finetune.trainer.JobFailure;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import ai.radium.kit.testing.ServiceDatabase;
import ai.radium.kit.testing.TestTopics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(FinetuneStack.class)
class JobResourceTest extends JobTest {
    JobResourceTest(ScriptedTrainer trainer) {
        super(trainer);
    }

    @Test
    void trainsAModelAndSaysHowItWent() {
        String dataset = dataset();
        String id = created(
                dataset, ",\"deploy\":true,\"configuration\":{\"validationSplit\":0.25,\"batchSize\":2,\"epochs\":2}");
        customer.request().delete("/datasets/" + dataset).then().statusCode(409);
        ScriptedTrainer.Run run = running(id);
        assertThat(run.training().lines()).hasSize(3);
        assertThat(run.validation().lines())
                .hasSize(1)
                .allMatch(line -> line.contains("\"completion\":\"On its way.\""));
        run.begins();
        run.steps(1, 2);
        run.validates(2);
        await().atMost(PATIENCE).until(() -> job(id).getLong("data.trainedTokens") == 20);
        JsonPath running = job(id);
        assertThat(running.getString("data.status")).isEqualTo("running");
        assertThat(running.getString("data.estimatedCompletion")).isNotNull();
        assertThat(running.getFloat("data.evaluation.before.loss")).isEqualTo(5.5f);
        run.steps(3, 4);
        run.completes();

        JsonPath done = reached(id, "completed");

        String model = "ft:trainable:%s:support-bot:%s".formatted(last(customer.account(), 8), last(id, 12));
        assertThat(done.getString("data.fineTunedModel")).isEqualTo(model);
        assertThat(done.getInt("data.progress")).isEqualTo(100);
        assertThat(done.getString("data.cost")).isEqualTo("0.00002");
        assertThat(done.getInt("data.evaluation.after.exactMatches")).isEqualTo(1);
        assertThat(done.getString("data.lineage.baseLicence")).isEqualTo("Apache-2.0");
        assertThat(done.getString("data.lineage.datasetSha256")).hasSize(64);
        customer.get("/fine-tuning/" + id + "/metrics")
                .body("data.step", contains(1, 2, 3, 4))
                .body("data.trainLoss[0]", equalTo(5f))
                .body("data.validationLoss[1]", equalTo(0.5f));
        customer.get("/fine-tuning/" + id + "/events")
                .body("data.type", hasItems("created", "running", "started", "metrics", "checkpoint", "completed"));
        customer.get("/fine-tuning/" + id + "/checkpoints").body("data.step", contains(2));
        customer.get("/datasets/" + dataset + "/models").body("data.fineTunedModel", contains(model));
        toldOnce(id, model);
        await().atMost(PATIENCE).until(() -> trainer.run(id) == null);
        customer.request().delete("/datasets/" + dataset).then().statusCode(200);
        assertThat(job(id).getString("data.dataset.name")).isEqualTo("a.jsonl");
    }

    private void toldOnce(String id, String model) {
        try (TestTopics topics = topics()) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                List<FinetuneEvent> told = told(topics, id);
                assertThat(told)
                        .filteredOn(JobChanged.class::isInstance)
                        .extracting(event -> ((JobChanged) event).status())
                        .containsExactly(JobStatus.PENDING, JobStatus.RUNNING, JobStatus.COMPLETED);
                assertThat(told)
                        .filteredOn(event -> event instanceof JobChanged job && job.wantsDeployment())
                        .hasSize(1);
                assertThat(told)
                        .filteredOn(TokensTrained.class::isInstance)
                        .extracting(event -> ((TokensTrained) event).tokens())
                        .containsExactly(40L);
                JobChanged.Result result = Objects.requireNonNull(((JobChanged) told.stream()
                                .filter(JobChanged.class::isInstance)
                                .toList()
                                .getLast())
                        .result());
                assertThat(result.model()).isEqualTo(model);
                assertThat(Files.readAllBytes(Path.of(URI.create(result.adapterUri()))))
                        .isEqualTo(ScriptedTrainer.ADAPTER);
            });
            assertThat(topics.published(Topic.AUDIT_OF_FINETUNING, customer.account()))
                    .extracting(event -> ((ActionTaken) event).action())
                    .contains("fine_tuning.create");
        }
    }

    private static List<FinetuneEvent> told(TestTopics topics, String id) {
        return topics.published(Topic.FINETUNE_CHANGED, id).stream()
                .map(event -> (FinetuneEvent) event)
                .toList();
    }

    private static String last(String text, int length) {
        return text.substring(text.length() - length);
    }

    @Test
    void givesTheAdapterInBothForms() throws IOException {
        String id = completed(dataset(), "");

        assertThat(customer.request().get("/fine-tuning/" + id + "/adapter").asByteArray())
                .isEqualTo(ScriptedTrainer.ADAPTER);
        byte[] zip = customer.request()
                .get("/fine-tuning/" + id + "/adapter?format=safetensors")
                .asByteArray();
        List<String> names = new ArrayList<>();
        try (ZipInputStream files = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
                names.add(entry.getName() + "=" + new String(files.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(names)
                .containsExactly("adapter_config.json=" + ScriptedTrainer.PEFT, "adapter_model.safetensors=tensors");
        customer.get("/fine-tuning/" + id + "/adapter?format=onnx")
                .statusCode(400)
                .body("param", equalTo("format"));
    }

    @Test
    void goesOnFromAnEarlierModel() {
        String dataset = dataset();
        String model =
                job(completed(dataset, ",\"configuration\":{\"loraRank\":4}")).getString("data.fineTunedModel");
        String wanted = "{\"name\":\"again\",\"baseModel\":\"%s\",\"datasetId\":\"%s\"%s}";
        post("/fine-tuning", wanted.formatted(model, dataset, ",\"configuration\":{\"loraRank\":8}"))
                .statusCode(400)
                .body("param", equalTo("configuration.loraRank"));
        Customer other = new Customer(edge, service, customer.account() + "x");
        post(other, "/fine-tuning", wanted.formatted(model, dataset, ""))
                .statusCode(404)
                .body("param", equalTo("baseModel"));

        String id = post("/fine-tuning", wanted.formatted(model, dataset, ""))
                .statusCode(201)
                .body("data.configuration.loraRank", equalTo(4))
                .body("data.lineage.startedFrom", equalTo(model))
                .extract()
                .path("data.id");

        assertThat(running(id).adapter()).isEqualTo("an adapter");
    }

    @Test
    void cancelsWithinSecondsAndBillsWhatWasTrained() {
        String id = created(dataset(), "");
        ScriptedTrainer.Run run = running(id);
        run.begins();
        run.steps(1, 3);
        await().atMost(PATIENCE).until(() -> job(id).getLong("data.trainedTokens") == 30);

        post("/fine-tuning/" + id + "/cancel", "{}")
                .statusCode(200)
                .body("data.status", equalTo("cancelled"))
                .body("data.cost", equalTo("0.000015"));
        post("/fine-tuning/" + id + "/cancel", "{}").statusCode(200).body("data.status", equalTo("cancelled"));

        await().atMost(PATIENCE).until(() -> trainer.run(id) == null);
        try (TestTopics topics = topics()) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(told(topics, id))
                            .filteredOn(TokensTrained.class::isInstance)
                            .extracting(
                                    event -> ((TokensTrained) event).id(), event -> ((TokensTrained) event).tokens())
                            .containsExactly(tuple("trained-" + id, 30L)));
        }
    }

    @Test
    void whatHasEndedIsNotCancelled() {
        String id = completed(dataset(), "");

        post("/fine-tuning/" + id + "/cancel", "{}").statusCode(409).body("code", equalTo("FINE_TUNING_ENDED"));
    }

    @Test
    void aRunThatTellsItsOwnFailureIsNotStartedAgain() {
        String id = created(dataset(), "");
        ScriptedTrainer.Run run = running(id);
        run.begins();
        run.says(new Failed(TrainingFailure.TRAINER_CRASHED, "The loss is not a number."));
        run.dies();

        JsonPath failed = reached(id, "failed");

        assertThat(failed.getString("data.error.code")).isEqualTo("TRAINER_CRASHED");
        assertThat(failed.getString("data.error.message")).contains("The loss is not a number.");
        assertThat(run.starts()).isEqualTo(1);
    }

    @Test
    void aRunThatDiesIsStartedThreeTimesAgainAndCostsNothing() {
        String id = created(dataset(), "");
        ScriptedTrainer.Run run = running(id);
        run.begins();
        run.steps(1, 2);
        for (int start = 1; start <= 4; start++) {
            int starts = start;
            await().atMost(PATIENCE).until(() -> run.starts() == starts && run.isRunning());
            run.dies();
        }

        JsonPath failed = reached(id, "failed");

        assertThat(failed.getString("data.error.code")).isEqualTo("TRAINER_CRASHED");
        assertThat(failed.getString("data.error.message")).contains("died 4 times", "Create the job anew");
        assertThat(failed.getString("data.cost")).isEqualTo("0.00");
        try (TestTopics topics = topics()) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(told(topics, id))
                            .extracting(event -> event instanceof JobChanged job ? job.status() : null)
                            .containsExactly(JobStatus.PENDING, JobStatus.RUNNING, JobStatus.FAILED));
        }
    }

    @Test
    void whatCannotBeTrainedHereFailsAndSaysWhy() {
        trainer.refuses(JobFailure.OUT_OF_MEMORY, "Training takes 9 GiB; there are 4 GiB.");
        String id = created(dataset(), "");

        JsonPath failed = reached(id, "failed");

        assertThat(failed.getString("data.error.code")).isEqualTo("OUT_OF_MEMORY");
        assertThat(failed.getString("data.error.message")).contains("9 GiB", "smaller maxContext");
    }

    @Test
    void aRunWhoseFilesAreLostFails() {
        String id = created(dataset(), "");
        ScriptedTrainer.Run run = running(id);
        run.steps(1, 1);
        await().atMost(PATIENCE).until(() -> job(id).getLong("data.trainedTokens") == 10);
        trainer.forget(id);

        assertThat(reached(id, "failed").getString("data.error.code")).isEqualTo("CHECKPOINT_LOST");
    }

    @Test
    void anotherGoesOnWhereWhoeverLookedAfterItDied() {
        String id = created(dataset(), "");
        ScriptedTrainer.Run run = running(id);
        run.steps(1, 2);
        await().atMost(PATIENCE).until(() -> job(id).getLong("data.trainedTokens") == 20);
        ServiceDatabase.change("update job set lease_owner = 'dead', lease_until = now() where id = '" + id + "'");
        run.steps(3, 4);
        run.completes();

        reached(id, "completed");

        customer.get("/fine-tuning/" + id + "/metrics").body("data.step", contains(1, 2, 3, 4));
        assertThat(run.starts()).isEqualTo(1);
    }

    @Test
    void waitsForTheDatasetToBeReadAndFailsWithIt() {
        String dataset = dataset();
        String version = " where dataset_id = '" + dataset + "'";
        ServiceDatabase.change("update dataset_version set status = 'PROCESSING', findings = null,"
                + " lease_until = now() + interval '1 hour'" + version);
        String id = created(dataset, "");
        customer.get("/fine-tuning/" + id)
                .body("data.status", equalTo("pending"))
                .body("data.detail", equalTo("Validating the dataset"));
        ServiceDatabase.change("update dataset_version set status = 'ERROR'" + version);

        assertThat(reached(id, "failed").getString("data.error.code")).isEqualTo("DATASET_INVALID");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"baseModel\":\"trainable\",\"datasetId\":\"DS\"} | 400 | name",
                "{\"name\":\"x\",\"datasetId\":\"DS\"} | 400 | baseModel",
                "{\"name\":\"x\",\"baseModel\":\"trainable\"} | 400 | datasetId",
                "{\"name\":\"x\",\"baseModel\":\"nope\",\"datasetId\":\"DS\"} | 404 | baseModel",
                "{\"name\":\"x\",\"baseModel\":\"ft:nope\",\"datasetId\":\"DS\"} | 404 | baseModel",
                "{\"name\":\"x\",\"baseModel\":\"no-weights\",\"datasetId\":\"DS\"} | 400 | baseModel",
                "{\"name\":\"x\",\"baseModel\":\"no-price-alias\",\"datasetId\":\"DS\"} | 400 | baseModel",
                "{\"name\":\"x\",\"baseModel\":\"trainable\",\"datasetId\":\"ds_1\"} | 404 | datasetId",
                "{\"name\":\"x\",\"baseModel\":\"trainable\",\"datasetId\":\"DS\",\"validationDatasetId\":\"DS\"} | 400 | validationDatasetId",
                "{\"name\":\"x\",\"baseModel\":\"trainable\",\"datasetId\":\"DS\",\"validationDatasetId\":\"ds_1\"} | 404 | validationDatasetId",
                "{\"name\":\"x\",\"baseModel\":\"trainable\",\"datasetId\":\"DS\",\"deploy\":1} | 400 | deploy",
                "CONFIGURATION{\"method\":\"full\"} | 400 | configuration.method",
                "CONFIGURATION{\"method\":\"dpo\"} | 400 | configuration.method",
                "CONFIGURATION{\"learningRate\":0} | 400 | configuration.learningRate",
                "CONFIGURATION{\"learningRate\":1.5} | 400 | configuration.learningRate",
                "CONFIGURATION{\"batchSize\":0} | 400 | configuration.batchSize",
                "CONFIGURATION{\"epochs\":1001} | 400 | configuration.epochs",
                "CONFIGURATION{\"epochs\":1.5} | 400 | configuration.epochs",
                "CONFIGURATION{\"warmupSteps\":-1} | 400 | configuration.warmupSteps",
                "CONFIGURATION{\"loraRank\":257} | 400 | configuration.loraRank",
                "CONFIGURATION{\"maxContext\":4096} | 400 | configuration.maxContext",
                "CONFIGURATION{\"validationSplit\":0.6} | 400 | configuration.validationSplit",
                "CONFIGURATION{\"earlyStopping\":true} | 400 | configuration.earlyStopping",
                "CONFIGURATION{\"learning_rate\":1} | 400 | configuration.learning_rate"
            })
    void namesWhatIsWrong(String body, int status, String field) {
        String dataset = dataset();
        String sent = body.startsWith("CONFIGURATION")
                ? body(dataset, ",\"configuration\":" + body.substring("CONFIGURATION".length()))
                : body.replace("DS", dataset);

        post("/fine-tuning", sent).statusCode(status).body("param", equalTo(field));

        customer.get("/fine-tuning").body("data", hasSize(0));
        assertThat(ServiceDatabase.query("select used_by from dataset_use where dataset_id = '" + dataset + "'"))
                .isEmpty();
    }

    @Test
    void hasDefaults() {
        String id = created(dataset(), "");

        customer.get("/fine-tuning/" + id)
                .body("data.id", startsWith("ft_"))
                .body("data.configuration.method", equalTo("lora"))
                .body("data.configuration.batchSize", equalTo(16))
                .body("data.configuration.epochs", equalTo(3))
                .body("data.configuration.warmupSteps", equalTo(100))
                .body("data.configuration.loraRank", equalTo(8))
                .body("data.fineTunedModel", nullValue());
        customer.get("/fine-tuning/ftjob-" + id.substring(3)).statusCode(200).body("data.id", equalTo(id));
    }

    @Test
    void listsByStatus() {
        String id = created(dataset(), "");

        customer.get("/fine-tuning?status=all").body("data.id", contains(id)).body("pagination.total", equalTo(1));
        customer.get("/fine-tuning?status=failed").body("data", hasSize(0)).body("filters.status", equalTo("failed"));
        customer.get("/fine-tuning?status=odd").statusCode(400).body("param", equalTo("status"));
    }

    @Test
    void showsNothingOfAnotherAccount() {
        String id = created(dataset(), "");
        Customer other = new Customer(edge, service, customer.account() + "x");

        for (String path : List.of("", "/events", "/metrics", "/checkpoints", "/adapter")) {
            other.get("/fine-tuning/" + id + path).statusCode(404);
        }
        post(other, "/fine-tuning/" + id + "/cancel", "{}").statusCode(404);
        other.get("/fine-tuning").body("data", hasSize(0));
    }

    @Test
    void aViewerMayNotTrain() {
        String viewer =
                edge.bearer(new Caller(customer.account(), "user", Role.VIEWER, Set.of(), null), "finetune-service");

        RestAssured.given()
                .baseUri(service.toString())
                .header("Authorization", viewer)
                .contentType("application/json")
                .body(body(dataset(), ""))
                .post("/fine-tuning")
                .then()
                .statusCode(403);
    }

    @Test
    void happensOncePerIdempotencyKey() {
        String dataset = dataset();
        String first = sent(dataset, 201);

        assertThat(sent(dataset, 201)).isEqualTo(first);
        customer.get("/fine-tuning").body("data", hasSize(1));
    }

    private String sent(String dataset, int status) {
        return customer.request()
                .header("Idempotency-Key", "k")
                .contentType("application/json")
                .body(body(dataset, ""))
                .post("/fine-tuning")
                .then()
                .statusCode(status)
                .extract()
                .path("data.id");
    }

    @Test
    void anAliasIsTheModel() {
        post("/fine-tuning", body(dataset(), "").replace(Catalogue.MODEL, Catalogue.ALIAS))
                .statusCode(201)
                .body("data.baseModel", equalTo(Catalogue.MODEL));
    }
}
