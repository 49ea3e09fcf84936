package ai.radium.model;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.Topic;
import ai.radium.contracts.finetune.JobChanged;
import ai.radium.contracts.finetune.JobStatus;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.testing.TestEdge;
import ai.radium.kit.testing.TestTopics;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** An account that has models made, with finetune-service's events and the calls of its people. */
record FineTuner(TestEdge edge, TestTopics topics, String account) implements AutoCloseable {
    static final String BASE = "smollm2-135m-instruct";

    static FineTuner of(TestEdge edge) {
        return new FineTuner(
                edge, new TestTopics(config("radium.kafka"), config("radium.outbox.topic-prefix")), Ids.next("acct"));
    }

    /** Tells of a job that made this model. */
    JobChanged completes(String model, String base) {
        JobChanged job = job(Ids.next("ft"), base, JobStatus.COMPLETED, made(model));
        topics.send(job);
        return job;
    }

    JobChanged job(String id, String base, JobStatus status, JobChanged.@Nullable Result made) {
        return new JobChanged(id, account, "support", base, "ds_1", 1, status, null, 1000, made, null, 3);
    }

    static JobChanged.Result made(String model) {
        return new JobChanged.Result(model, "file:///artifacts/" + model + ".gguf", "ab12", 9_613_888);
    }

    String name(String base) {
        return "ft:" + base + ":" + account + ":support:" + Ids.ulid();
    }

    /** A model that is there. */
    String registered() {
        String model = name(BASE);
        completes(model, BASE);
        eventually(model, 200);
        return model;
    }

    void eventually(String model, int status) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> get("/models/" + model).statusCode(status));
    }

    ValidatableResponse get(String path) {
        return as(Role.OWNER).get(path).then();
    }

    ValidatableResponse delete(String model) {
        return as(Role.DEVELOPER).delete("/models/" + model).then();
    }

    RequestSpecification as(Role role) {
        return given().urlEncodingEnabled(false)
                .header(
                        "Authorization",
                        edge.bearer(new Caller(account, "ada", role, Set.of(), null), "model-service"));
    }

    /** What was told of a model so far. */
    List<ModelChanged> told(String model) {
        return topics.published(Topic.MODEL_CHANGED, model).stream()
                .map(ModelChanged.class::cast)
                .toList();
    }

    static String config(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    @Override
    public void close() {
        topics.close();
    }
}
