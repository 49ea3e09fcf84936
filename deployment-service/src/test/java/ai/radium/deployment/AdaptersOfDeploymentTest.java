package ai.radium.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.deployment.RoutesChanged;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.contracts.model.ModelChanged.FineTuned;
import ai.radium.deployment.runtime.Observation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What callers are told of fine-tuned models on a deployment of their base. */
class AdaptersOfDeploymentTest {
    private static final RoutesChanged.Adapter SUPPORT =
            new RoutesChanged.Adapter("ft:smollm2-135m-instruct:acct_1:support:1", "acct_1");

    @Test
    void routesSayWhichReplicasHaveIt() {
        RoutesChanged routes = answering().routes(2);

        assertThat(routes.adapters()).containsExactly(SUPPORT);
        assertThat(routes.replicas())
                .extracting(RoutesChanged.Replica::adapters)
                .containsExactly(List.of(SUPPORT.model()), List.of());
    }

    @Test
    void routesOfADeploymentWithoutAnyHaveNone() {
        assertThat(active().routes(1).adapters()).isNull();
    }

    @Test
    void aLookOfTheRuntimeChangesNothingOfIt() {
        Deployment answering = answering();

        assertThat(answering.observed(new Observation(Samples.ready(2), null), Samples.NOON))
                .isSameAs(answering);
    }

    @Test
    void aReplicaThatWasAwayComesBackWithoutItAndTheDeploymentStillAnswersForIt() {
        Deployment away = answering().observed(new Observation(List.of(), null), Samples.NOON);
        Deployment back = away.observed(new Observation(Samples.ready(2), null), Samples.NOON);

        assertThat(away.routes(3).adapters()).containsExactly(SUPPORT);
        assertThat(back.routes(4).adapters()).containsExactly(SUPPORT);
        assertThat(back.replicas())
                .allSatisfy(replica -> assertThat(replica.adapters()).isEmpty());
    }

    @Test
    void aStoppedDeploymentAnswersForNone() {
        Deployment stopped = answering().stopped(Samples.NOON);

        assertThat(stopped.adapters()).isEmpty();
        assertThat(stopped.takesAdapters()).isFalse();
        assertThat(stopped.answering(List.of(SUPPORT), Map.of())).isSameAs(stopped);
    }

    @Test
    void aDeploymentOfAFineTunedModelKeepsItsOwnAndTakesNoOther() {
        Deployment own = Deployment.create(
                        new Origin("dep_1", "acct_1", false, Samples.NOON),
                        "mine",
                        fineTuned(),
                        Configuration.DEFAULT.toSpec(Samples.SMOLLM, Samples.ACCELERATORS))
                .begun(Samples.NOON)
                .observed(new Observation(Samples.ready(1), null), Samples.NOON);

        assertThat(own.takesAdapters()).isFalse();
        assertThat(own.routes(1).adapters()).containsExactly(SUPPORT);
        assertThat(own.routes(1).replicas().getFirst().adapters()).containsExactly(SUPPORT.model());
        assertThat(own.stopped(Samples.NOON).adapters()).containsExactly(SUPPORT);
    }

    private static Deployment active() {
        return Samples.deployment().begun(Samples.NOON).observed(new Observation(Samples.ready(2), null), Samples.NOON);
    }

    private static Deployment answering() {
        return active().answering(List.of(SUPPORT), Map.of("r1-0", List.of(SUPPORT.model())));
    }

    private static ModelChanged fineTuned() {
        ModelChanged base = Samples.SMOLLM;
        return new ModelChanged(
                SUPPORT.model(),
                List.of(),
                "support",
                base.provider(),
                base.category(),
                base.contextTokens(),
                true,
                null,
                base.weights(),
                base.gpu(),
                base.prices(),
                null,
                base.capabilities(),
                new FineTuned(SUPPORT.account(), "ft_1", base.id(), "file:///adapter.gguf", "00"),
                1);
    }
}
