package ai.radium.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import ai.radium.contracts.Topic;
import ai.radium.contracts.finetune.JobChanged;
import ai.radium.contracts.finetune.JobStatus;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.contracts.model.ModelChanged.FineTuned;
import ai.radium.contracts.model.ModelChanged.Gpu;
import ai.radium.kit.ids.Ids;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Fine-tuned models as what is deployed; what loads them on a base's replicas is tested with the real worker. */
@QuarkusTest
@WithTestResource(DeploymentStack.class)
class FineTunedModelsTest extends WithCustomer {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void startsTheBaseWithTheAdapterAndRoutesItByTheModel() throws IOException {
        String model = tell(customer.account());

        String id = customer.created("{\"name\": \"mine\", \"modelId\": \"%s\"}".formatted(model))
                .getString("data.id");
        customer.inStatus(id, "active");

        String environment = environment(outside.workers(id).getFirst());
        assertThat(environment)
                .contains("RADIUM_WORKER_ADAPTER=file:///adapters/adapter.gguf\0")
                .contains("RADIUM_WORKER_ADAPTER_ID=" + model + "\0")
                .contains("RADIUM_WORKER_ADAPTER_SHA256=00ff\0");
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode routes = outside.published(Topic.DEPLOYMENT_ROUTES, id).getLast();
            assertThat(routes.at("/adapters/0/model").textValue()).isEqualTo(model);
            assertThat(routes.at("/adapters/0/account").textValue()).isEqualTo(customer.account());
            assertThat(routes.at("/replicas/0/adapters/0").textValue()).isEqualTo(model);
        });
        assertThat(customer.read(id).getList("data.adapters")).isEmpty();
    }

    @Test
    void isUnknownToOtherAccounts() {
        String model = tell(customer.account());
        Customer other = new Customer(outside, Ids.next("acct"));

        other.create("{\"name\": \"theirs\", \"modelId\": \"%s\"}".formatted(model))
                .statusCode(404)
                .body("code", equalTo("MODEL_NOT_FOUND"));
    }

    @Test
    void cannotBeDeployedOnceItIsDeleted() {
        String model = tell(customer.account());

        outside.send(fineTuned(model, customer.account(), false));

        await().atMost(PATIENCE)
                .until(() -> customer.create("{\"name\": \"late\", \"modelId\": \"%s\"}".formatted(model))
                                .extract()
                                .statusCode()
                        == 404);
        outside.send(fineTuned(model, customer.account(), true));
        tell(customer.account());
        assertThat(customer.knows(model)).as("an older version changes nothing").isFalse();
    }

    /** A stand-in speaks no gRPC: what cannot be asked goes on as it is. */
    @Test
    void aReplicaThatDoesNotAnswerGoesOn() {
        String id =
                customer.created("{\"name\": \"base\", \"modelId\": \"small\"}").getString("data.id");
        customer.inStatus(id, "active");
        List<Long> before = outside.workers(id).stream().map(ProcessHandle::pid).toList();

        tell(customer.account());
        customer.inStatus(id, "active");

        assertThat(outside.workers(id)).extracting(ProcessHandle::pid).isEqualTo(before);
        assertThat(customer.read(id).getList("data.adapters")).isEmpty();
    }

    @Test
    void theChoiceOfAdaptersIsKept() {
        String id =
                customer.created("{\"name\": \"base\", \"modelId\": \"small\"}").getString("data.id");
        assertThat(customer.read(id).getString("data.configuration.adapters")).isEqualTo("auto");

        customer.request()
                .body("{\"configuration\": {\"adapters\": \"none\"}}")
                .put("/deployments/" + id)
                .then()
                .statusCode(200)
                .body("data.configuration.adapters", equalTo("none"))
                .body("data.revision", equalTo(1));

        customer.request()
                .body("{\"configuration\": {\"adapters\": \"all\"}}")
                .put("/deployments/" + id)
                .then()
                .statusCode(400)
                .body("code", equalTo("INVALID_CONFIGURATION"));
    }

    @Test
    void deploysWhatAJobMadeOnceWhenItsOwnerWantsSo() {
        String job = Ids.next("ft");
        String model = "ft:small:" + customer.account() + ":support:" + Ids.ulid();
        customer.created("{\"name\": \"support\", \"modelId\": \"absent\"}");
        outside.send(completed(job, model, true));
        outside.send(completed(Ids.next("ft"), model, null));
        outside.send(fineTuned(model, customer.account(), true));

        await().atMost(PATIENCE).until(() -> names().size() == 2);
        outside.send(completed(job, model, true));
        String id = customer.request()
                .get("/deployments")
                .jsonPath()
                .getString("data.find { it.modelId == '" + model + "' }.id");
        customer.inStatus(id, "active");

        assertThat(names()).containsExactlyInAnyOrder("support", "support-" + job.substring(job.length() - 6));
        customer.request().delete("/deployments/" + id).then().statusCode(200);
        outside.send(completed(job, model, true));
        tell(customer.account());
        assertThat(names()).containsExactly("support");
    }

    private List<String> names() {
        return customer.request().get("/deployments").jsonPath().getList("data.name");
    }

    private JobChanged completed(String job, String model, @Nullable Boolean deploy) {
        return new JobChanged(
                job,
                customer.account(),
                "support",
                "small",
                "ds_1",
                1,
                JobStatus.COMPLETED,
                null,
                900,
                new JobChanged.Result(model, "file:///adapters/adapter.gguf", "00ff", 9),
                deploy,
                3);
    }

    /** Waits until the service knows it. */
    private String tell(String account) {
        String model = "ft:small:" + account + ":support:" + Ids.ulid();
        outside.send(fineTuned(model, account, true));
        await().atMost(PATIENCE).until(() -> customer.knows(model));
        return model;
    }

    private ModelChanged fineTuned(String model, String account, boolean isThere) {
        return outside.fineTuned(
                outside.model("small", new Gpu("CPU", 0, 0)),
                model,
                new FineTuned(account, Ids.next("ft"), "small", "file:///adapters/adapter.gguf", "00ff"),
                isThere);
    }

    private static String environment(ProcessHandle process) throws IOException {
        return new String(
                Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ")), StandardCharsets.UTF_8);
    }
}
