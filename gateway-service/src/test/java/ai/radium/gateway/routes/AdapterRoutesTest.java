package ai.radium.gateway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.Topic;
import ai.radium.contracts.deployment.RoutesChanged;
import ai.radium.contracts.deployment.RoutesChanged.Replica;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the names of fine-tuned models stand for. */
class AdapterRoutesTest {
    private static final String SUPPORT = "ft:m:acct_1:support:1";
    private static final String JANUARY = "2026-01-01T00:00:00Z";
    private static final String FEBRUARY = "2026-02-01T00:00:00Z";

    private final Routes routes = new Routes();

    @Test
    void aFineTunedModelIsAnsweredByTheReplicasThatHaveIt() {
        hear(new Made("dep_1").answering(SUPPORT, "acct_1", 2));

        Route route = found("acct_1", SUPPORT);

        assertThat(route.replicas()).extracting(Replica::id).containsExactly("dep_1-0", "dep_1-1");
        assertThat(route.adapter()).isEqualTo(SUPPORT);
        assertThat(route.model()).isEqualTo(SUPPORT);
        assertThat(route.servedModel()).isEqualTo(SUPPORT);
        assertThat(route.standIn()).isNull();
        assertThat(route.names()).containsExactly(SUPPORT);
    }

    @Test
    void theBaseIsAnsweredByAllReplicasWithoutAnAdapter() {
        hear(new Made("dep_1").answering(SUPPORT, "acct_1", 1));

        Route route = found("acct_1", "m");

        assertThat(route.replicas()).hasSize(3);
        assertThat(route.adapter()).isEmpty();
        assertThat(route.model()).isEqualTo("m");
        assertThat(found("acct_1", "dep_1")).isEqualTo(route);
    }

    @Test
    void aFineTunedModelOnADeploymentForEveryoneIsItsAccountsOnly() {
        hear(new Made("dep_all").of("acct_platform").serverless().answering(SUPPORT, "acct_1", 3));

        assertThat(found("acct_1", SUPPORT).replicas()).hasSize(3);
        assertThat(routes.find("acct_2", SUPPORT)).isNull();
        assertThat(routes.find("acct_platform", SUPPORT)).isNull();
        assertThat(found("acct_2", "m").adapter()).isEmpty();
    }

    @Test
    void theOldestDeploymentAnswersThatHasItLoaded() {
        hear(new Made("dep_1").madeAt(JANUARY).answering(SUPPORT, "acct_1", 0));
        hear(new Made("dep_2").madeAt(FEBRUARY).answering(SUPPORT, "acct_1", 1));

        assertThat(found("acct_1", SUPPORT).deployment().deploymentId()).isEqualTo("dep_2");

        hear(new Made("dep_1").madeAt(JANUARY).answering(SUPPORT, "acct_1", 1).version(2));

        assertThat(found("acct_1", SUPPORT).deployment().deploymentId()).isEqualTo("dep_1");
    }

    @Test
    void aFineTunedModelThatIsNotLoadedAnyMoreIsGoneAtOnce() {
        hear(new Made("dep_1").answering(SUPPORT, "acct_1", 1));
        hear(new Made("dep_1").version(2));

        assertThat(routes.find("acct_1", SUPPORT)).isNull();
    }

    @Test
    void aDeploymentOfAFineTunedModelAsksForItsAdapterByWhateverNameItIsCalled() {
        hear(new Made("dep_1").named("mine").answering("m", "acct_1", 2));

        for (String name : new String[] {"dep_1", "mine", "m"}) {
            Route route = found("acct_1", name);
            assertThat(route.adapter()).isEqualTo("m");
            assertThat(route.replicas()).hasSize(2);
            assertThat(route.isBesides()).isFalse();
        }
    }

    private Route found(String account, String name) {
        return Objects.requireNonNull(routes.find(account, name));
    }

    private void hear(Made made) {
        RoutesChanged deployment = made.deployment();
        Objects.requireNonNull(routes.listeners().get(Topic.DEPLOYMENT_ROUTES))
                .on(deployment.deploymentId(), Optional.of(deployment));
    }
}
