package ai.radium.finetune;

import static org.awaitility.Awaitility.await;

import ai.radium.kit.testing.ServiceDatabase;
import ai.radium.kit.testing.TestTopics;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of jobs have in common: a catalogue, a trainer that does as it is told, and no job left behind. */
public abstract class JobTest extends FinetuneTest {
    protected static final Duration PATIENCE = Duration.ofSeconds(60);

    protected final ScriptedTrainer trainer;

    protected JobTest(ScriptedTrainer trainer) {
        this.trainer = trainer;
    }

    @BeforeEach
    void knowTheCatalogue() {
        Catalogue.known();
        trainer.refusesNothing();
    }

    @AfterEach
    void leaveNothingBehind() {
        for (String row :
                ServiceDatabase.query("select account || ' ' || id from job where status in ('PENDING', 'RUNNING')")) {
            String[] job = row.split(" ", 2);
            new Customer(edge, service, job[0]).request().post("/fine-tuning/" + job[1] + "/cancel");
        }
        await().atMost(PATIENCE)
                .until(() -> ServiceDatabase.query("select id from job where not cleared")
                        .isEmpty());
    }

    protected ValidatableResponse post(Customer by, String path, String body) {
        return by.request()
                .contentType("application/json")
                .body(body)
                .post(path)
                .then();
    }

    protected ValidatableResponse post(String path, String body) {
        return post(customer, path, body);
    }

    protected String dataset() {
        return customer.ready("a.jsonl", Customer.PAIR.repeat(4));
    }

    protected static String body(String dataset, String more) {
        return "{\"name\":\"Support bot\",\"baseModel\":\"%s\",\"datasetId\":\"%s\"%s}"
                .formatted(Catalogue.MODEL, dataset, more);
    }

    protected String created(Customer by, String dataset, String more) {
        return post(by, "/fine-tuning", body(dataset, more))
                .statusCode(201)
                .extract()
                .path("data.id");
    }

    protected String created(String dataset, String more) {
        return created(customer, dataset, more);
    }

    protected ScriptedTrainer.Run running(String id) {
        return Objects.requireNonNull(await().atMost(PATIENCE).until(() -> trainer.run(id), Objects::nonNull));
    }

    protected JsonPath job(String id) {
        return customer.get("/fine-tuning/" + id).statusCode(200).extract().jsonPath();
    }

    protected JsonPath reached(String id, String status) {
        return await().atMost(PATIENCE)
                .until(() -> job(id), job -> job.getString("data.status").equals(status));
    }

    /** A job that has made a model. */
    protected String completed(String dataset, String more) {
        String id = created(dataset, more);
        ScriptedTrainer.Run run = running(id);
        run.begins();
        run.steps(1, 4);
        run.completes();
        reached(id, "completed");
        return id;
    }

    protected List<String> statuses(Customer of) {
        return of.get("/fine-tuning").extract().path("data.status");
    }

    protected static TestTopics topics() {
        return new TestTopics(setting("radium.kafka"), setting("test.topic-prefix"));
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
