package ai.radium.model;

import static ai.radium.model.FineTuner.BASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import ai.radium.contracts.Topic;
import ai.radium.contracts.audit.ActionTaken;
import ai.radium.contracts.deployment.DeploymentChanged;
import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.contracts.finetune.JobChanged;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.kit.identity.Role;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.testing.TestEdge;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ModelStack.class)
@SuppressWarnings("NullAway.Init") // set by ModelStack, by Quarkus and before each test
class DeletedModelsTest {
    TestEdge edge;

    @Inject
    EditedCatalogue catalogue;

    private FineTuner owner;

    @BeforeEach
    void meet() {
        owner = FineTuner.of(edge);
    }

    @AfterEach
    void part() {
        owner.close();
    }

    @Test
    void deletesAnAccountsOwnModelAndTellsOfIt() {
        String model = owner.registered();

        owner.delete(model)
                .statusCode(200)
                .body("id", equalTo(model))
                .body("object", equalTo("model"))
                .body("deleted", equalTo(true));

        owner.get("/models/" + model).statusCode(404);
        owner.get("/models?fineTuned=true").body("pagination.total", equalTo(0));
        owner.delete(model).statusCode(404).body("code", equalTo("MODEL_NOT_FOUND"));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(owner.told(model)).extracting(ModelChanged::active).containsExactly(true, false);
            assertThat(owner.topics().published(Topic.AUDIT_OF_MODELS, owner.account()))
                    .extracting(event -> ((ActionTaken) event).action() + " " + ((ActionTaken) event).resource())
                    .containsExactly("model.delete " + model);
        });
    }

    @Test
    void staysDeletedWhateverComesLater() {
        String model = owner.name(BASE);
        JobChanged job = owner.completes(model, BASE);
        owner.eventually(model, 200);
        owner.delete(model).statusCode(200);

        owner.topics().send(job);
        owner.registered();
        catalogue.startWith();

        owner.get("/models/" + model).statusCode(404);
        assertThat(owner.told(model)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {BASE, "deepseek-r1"})
    void refusesToDeleteAModelOfTheCatalogue(String name) {
        owner.delete(name).statusCode(403).body("code", equalTo("FORBIDDEN"));

        owner.get("/models/" + name).statusCode(200);
    }

    @Test
    void knowsNothingOfAnothersModelNorOfWhatIsNone() {
        String model = owner.registered();
        try (FineTuner stranger = FineTuner.of(edge)) {
            stranger.delete(model).statusCode(404).body("code", equalTo("MODEL_NOT_FOUND"));
            stranger.delete("no/such:model").statusCode(404);
        }

        owner.get("/models/" + model).statusCode(200);
    }

    @Test
    void doesNotTakeADeploymentForItsModel() {
        String model = owner.registered();
        String deployment = Ids.next("dep");
        owner.topics()
                .send(new DeploymentChanged(
                        deployment, owner.account(), "d", model, DeploymentStatus.ACTIVE, null, 1, 1, 1, 1));
        owner.eventually(deployment, 200);

        owner.delete(deployment).statusCode(404);

        owner.get("/models/" + model).statusCode(200).body("status", equalTo("active"));
    }

    @Test
    void refusesAViewer() {
        String model = owner.registered();

        owner.as(Role.VIEWER).delete("/models/" + model).then().statusCode(403);

        owner.get("/models/" + model).statusCode(200);
    }
}
