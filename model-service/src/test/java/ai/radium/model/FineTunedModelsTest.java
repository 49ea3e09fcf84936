package ai.radium.model;

import static ai.radium.kit.testing.ServiceDatabase.query;
import static ai.radium.model.FineTuner.BASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import ai.radium.contracts.deployment.DeploymentChanged;
import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.contracts.deployment.RoutesChanged;
import ai.radium.contracts.finetune.JobChanged;
import ai.radium.contracts.finetune.JobStatus;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.testing.ContractedReplies;
import ai.radium.kit.testing.RawHttp;
import ai.radium.kit.testing.TestEdge;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ModelStack.class)
@SuppressWarnings("NullAway.Init") // set by ModelStack, by Quarkus and before each test
class FineTunedModelsTest {
    TestEdge edge;

    @TestHTTPResource
    URI service;

    @Inject
    EditedCatalogue catalogue;

    private FineTuner owner;
    private FineTuner stranger;

    @BeforeEach
    void meet() {
        owner = FineTuner.of(edge);
        stranger = FineTuner.of(edge);
    }

    @AfterEach
    void part() {
        owner.close();
        stranger.close();
    }

    @Test
    void registersWhatAJobMadeOfWhatItsBaseIs() {
        String model = owner.name(BASE);

        JobChanged job = owner.completes(model, BASE);

        owner.eventually(model, 200);
        owner.get("/models/" + model)
                .body("name", equalTo("support"))
                .body("owned_by", equalTo(owner.account()))
                .body("parent", equalTo(BASE))
                .body("root", equalTo(BASE))
                .body("fineTuned.baseModel", equalTo(BASE))
                .body("fineTuned.jobId", equalTo(job.jobId()))
                .body("provider", equalTo("Hugging Face"))
                .body("inputPrice", equalTo("0.010"))
                .body("outputPrice", equalTo("0.020"))
                .body("contextTokens", equalTo(4096))
                .body("availability", equalTo("available"))
                .body("capabilities", hasItem("chat"))
                .body("capabilities", not(hasItem("fine-tuning")));
        ModelChanged told = tells(model, 1).getFirst();
        assertThat(told.fineTuned())
                .isEqualTo(new ModelChanged.FineTuned(
                        owner.account(), job.jobId(), BASE, "file:///artifacts/" + model + ".gguf", "ab12"));
        assertThat(told.active()).isTrue();
        assertThat(told.weights()).isNotNull();
    }

    @Test
    void saysWhatTheContractListsOfAFineTunedModelToo() {
        String model = owner.registered();

        ContractedReplies.hold(
                new RawHttp(service, () -> edge.developerOf(owner.account(), "model-service")),
                Map.of("GET /models", "/models?fineTuned=true", "GET /models/{id}", "/models/" + model));
    }

    @Test
    void isShownToItsAccountOnly() {
        String model = owner.registered();

        owner.get("/models?limit=100").body("data.id", hasItem(model)).body("data.id", hasItem(BASE));
        owner.get("/models?fineTuned=true").body("data.id", contains(model)).body("pagination.total", equalTo(1));
        owner.get("/models?fineTuned=false&limit=100").body("data.id", not(hasItem(model)));
        stranger.get("/models?limit=100").body("data.id", not(hasItem(model)));
        stranger.get("/models?search=" + owner.account()).body("pagination.total", equalTo(0));
        stranger.get("/models/" + model).statusCode(404).body("code", equalTo("MODEL_NOT_FOUND"));
    }

    @Test
    void takesAJobThatIsToldOfTwiceOnce() {
        String model = owner.name(BASE);
        JobChanged job = owner.job(Ids.next("ft"), BASE, JobStatus.COMPLETED, FineTuner.made(model));
        String event = Ids.ulid();
        owner.topics().send(event, job);
        owner.topics().send(event, job);
        owner.topics().send(job);

        String later = owner.registered();

        assertThat(tells(later, 1)).hasSize(1);
        assertThat(owner.told(model)).hasSize(1);
    }

    @Test
    void takesNothingOfJobsThatMadeNothing() {
        String job = Ids.next("ft");
        owner.topics().send(owner.job(job, BASE, JobStatus.RUNNING, null));
        owner.topics().send(owner.job(job, BASE, JobStatus.FAILED, null));
        owner.topics().send(owner.job(job, BASE, JobStatus.COMPLETED, null));
        owner.registered();

        owner.get("/models?fineTuned=true").body("pagination.total", equalTo(1));
    }

    @Test
    void neverGivesANameThatIsTakenToOtherWeights() {
        String model = owner.registered();
        stranger.completes(model, BASE);
        stranger.completes("mistral-7b", BASE);
        stranger.registered();

        stranger.get("/models/" + model).statusCode(404);
        stranger.get("/models/mistral-7b")
                .body("owned_by", equalTo("Mistral AI"))
                .body("fineTuned", nullValue());
        owner.get("/models/" + model).statusCode(200);
    }

    @Test
    void waitsForItsBase() {
        String base = Ids.next("base");
        String model = owner.name(base);
        owner.completes(model, base);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> query("select count(*) from fine_tuned_model where id = '" + model + "'")
                        .getFirst()
                        .equals("1"));
        owner.get("/models/" + model).statusCode(404);

        catalogue.startWith(EditedCatalogue.entry(base, "0.100"));

        owner.get("/models/" + model).statusCode(200).body("inputPrice", equalTo("0.100"));
        assertThat(tells(model, 1)).hasSize(1);
    }

    @Test
    void followsItsBase() {
        String base = Ids.next("base");
        String model = owner.name(base);
        catalogue.startWith(EditedCatalogue.entry(base, "0.100"));
        owner.completes(model, base);
        owner.eventually(model, 200);

        catalogue.startWith(EditedCatalogue.entry(base, "0.300"));
        catalogue.startWith(EditedCatalogue.entry(base, "0.300"));

        owner.get("/models/" + model).body("inputPrice", equalTo("0.300")).body("fineTuned.baseModel", equalTo(base));
        assertThat(tells(model, 2).getLast().prices())
                .extracting(ModelChanged.Price::input)
                .containsExactly("0.100", "0.300");

        catalogue.startWith();

        owner.get("/models/" + model).statusCode(404);
        assertThat(tells(model, 3).getLast().active()).isFalse();
    }

    @Test
    void isAsItsBaseWasWhenItComesAfterAChange() {
        String base = Ids.next("base");
        String model = owner.name(base);
        catalogue.startWith(EditedCatalogue.entry(base, "0.100"));
        catalogue.startWith(EditedCatalogue.entry(base, "0.300"));

        owner.completes(model, base);

        owner.eventually(model, 200);
        assertThat(tells(model, 1).getFirst().prices())
                .extracting(ModelChanged.Price::input)
                .containsExactly("0.300");
    }

    @Test
    void costsWhatTheOperatorSays() {
        String base = Ids.next("base");
        String model = owner.name(base);
        String prices = "\"fineTuned\": {\"inputPrice\": \"0.700\", \"outputPrice\": \"0.900\"},";
        catalogue.startWith(EditedCatalogue.entry(base, "0.100", prices));
        owner.completes(model, base);

        owner.eventually(model, 200);
        owner.get("/models/" + model).body("inputPrice", equalTo("0.700")).body("outputPrice", equalTo("0.900"));
        owner.get("/models/" + base).body("inputPrice", equalTo("0.100"));

        catalogue.startWith(EditedCatalogue.entry(base, "0.100"));

        owner.get("/models/" + model).body("inputPrice", equalTo("0.100"));
    }

    @Test
    void canBeCalledWhileAReplicaOfItsBaseHasLoadedIt() {
        String model = owner.registered();
        String deployment = Ids.next("dep");
        owner.get("/models/" + model).body("status", equalTo("inactive"));

        owner.topics().send(deployment(deployment, DeploymentStatus.ACTIVE, 1));
        owner.topics().send(routes(deployment, 1, model));

        eventuallyIs(model, "active");
        owner.get("/models?fineTuned=true")
                .body("data[0].status", equalTo("active"))
                .body("data[0].deployments", equalTo(0));

        owner.topics().send(routes(deployment, 2));

        eventuallyIs(model, "inactive");

        owner.topics().send(routes(deployment, 3, model));

        eventuallyIs(model, "active");

        owner.topics().send(deployment(deployment, DeploymentStatus.DELETED, 2));

        eventuallyIs(model, "inactive");
    }

    private void eventuallyIs(String model, String status) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> owner.get("/models/" + model).body("status", equalTo(status)));
    }

    private DeploymentChanged deployment(String id, DeploymentStatus status, int version) {
        return new DeploymentChanged(id, owner.account(), "d", BASE, status, null, 1, 1, 1, version);
    }

    private RoutesChanged routes(String deployment, int version, String... loaded) {
        return new RoutesChanged(
                deployment,
                owner.account(),
                "d",
                BASE,
                List.of(BASE),
                BASE,
                false,
                DeploymentStatus.ACTIVE,
                null,
                1,
                "2026-11-25T10:00:00Z",
                List.of(new RoutesChanged.Replica("r1-0", "127.0.0.1:1", 1, List.of(loaded))),
                Stream.of(loaded)
                        .map(model -> new RoutesChanged.Adapter(model, owner.account()))
                        .toList(),
                null,
                version);
    }

    private List<ModelChanged> tells(String model, int times) {
        return await().atMost(Duration.ofSeconds(30)).until(() -> owner.told(model), told -> told.size() >= times);
    }
}
