package ai.radium.deployment;

import static ai.radium.deployment.Samples.NOON;
import static ai.radium.deployment.Samples.deployment;
import static ai.radium.deployment.Samples.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.deployment.DeploymentState.Active;
import ai.radium.deployment.DeploymentState.Deleting;
import ai.radium.deployment.DeploymentState.Deploying;
import ai.radium.deployment.DeploymentState.Failed;
import ai.radium.deployment.DeploymentState.Pending;
import ai.radium.deployment.DeploymentState.Stopped;
import ai.radium.deployment.runtime.Failure;
import ai.radium.deployment.runtime.FailureReason;
import ai.radium.deployment.runtime.Observation;
import ai.radium.kit.problem.ProblemException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a deployment becomes, from every state by every event; it wants two replicas. */
class DeploymentStateTest {
    private static final Failure FULL = new Failure(FailureReason.NO_CAPACITY, "full");
    private static final DeploymentSpec OTHER = Samples.configured(2, 9).toSpec(Samples.SMOLLM, Samples.ACCELERATORS);

    private static final DeploymentState PENDING = new Pending();
    private static final DeploymentState DEPLOYING = new Deploying();
    private static final DeploymentState ACTIVE = new Active(null);
    private static final DeploymentState SHORT = new Active(FULL);
    private static final DeploymentState FAILED = new Failed(FULL);
    private static final DeploymentState STOPPED = new Stopped();
    private static final DeploymentState DELETING = new Deleting();

    /** Stands for what an owner is refused. */
    private static final Object REFUSED = "refused";

    private static final List<Event> EVENTS = List.of(
            new Event("is taken up", deployment -> deployment.begun(NOON)),
            new Event("shows all", deployment -> deployment.observed(new Observation(ready(2), null), NOON)),
            new Event("shows one", deployment -> deployment.observed(new Observation(ready(1), null), NOON)),
            new Event("shows one and why", deployment -> deployment.observed(new Observation(ready(1), FULL), NOON)),
            new Event(
                    "shows all and a failure",
                    deployment -> deployment.observed(new Observation(ready(2), FULL), NOON)),
            new Event("shows none", deployment -> deployment.observed(Observation.NOTHING, NOON)),
            new Event("shows none and why", deployment -> deployment.observed(Observation.failed(FULL), NOON)),
            new Event("start", deployment -> deployment.started(NOON)),
            new Event("stop", deployment -> deployment.stopped(NOON)),
            new Event("change", deployment -> deployment.specified(OTHER, NOON)),
            new Event("restart", deployment -> deployment.restarted(NOON)),
            new Event("delete", deployment -> deployment.deleted(NOON)));

    record Event(String name, UnaryOperator<Deployment> effect) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** One row per state: what each event makes of it. */
    private static Stream<Arguments> table() {
        return Stream.of(
                        row(
                                PENDING, DEPLOYING, PENDING, PENDING, PENDING, PENDING, PENDING, PENDING, PENDING,
                                STOPPED, PENDING, PENDING, DELETING),
                        row(
                                DEPLOYING, DEPLOYING, ACTIVE, DEPLOYING, FAILED, SHORT, DEPLOYING, FAILED, DEPLOYING,
                                STOPPED, DEPLOYING, DEPLOYING, DELETING),
                        row(
                                ACTIVE, ACTIVE, ACTIVE, ACTIVE, SHORT, SHORT, DEPLOYING, FAILED, ACTIVE, STOPPED,
                                ACTIVE, ACTIVE, DELETING),
                        row(
                                SHORT, SHORT, ACTIVE, SHORT, SHORT, SHORT, DEPLOYING, FAILED, SHORT, STOPPED, SHORT,
                                SHORT, DELETING),
                        row(
                                FAILED, FAILED, FAILED, FAILED, FAILED, FAILED, FAILED, FAILED, PENDING, STOPPED,
                                PENDING, PENDING, DELETING),
                        row(
                                STOPPED, STOPPED, STOPPED, STOPPED, STOPPED, STOPPED, STOPPED, STOPPED, PENDING,
                                STOPPED, STOPPED, REFUSED, DELETING),
                        row(
                                DELETING, DELETING, DELETING, DELETING, DELETING, DELETING, DELETING, DELETING, REFUSED,
                                REFUSED, REFUSED, REFUSED, DELETING))
                .flatMap(List::stream);
    }

    private static List<Arguments> row(DeploymentState from, Object... outcomes) {
        assertThat(outcomes).hasSameSizeAs(EVENTS);
        return IntStream.range(0, outcomes.length)
                .mapToObj(column -> Arguments.of(from, EVENTS.get(column), outcomes[column]))
                .toList();
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @MethodSource("table")
    void everyPairOfStateAndEventHasItsOutcome(DeploymentState from, Event event, Object outcome) {
        Deployment deployment = in(from);

        if (outcome.equals(REFUSED)) {
            assertThatThrownBy(() -> event.effect.apply(deployment))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refusal -> assertThat(refusal.problem()).isEqualTo(DeploymentProblem.INVALID_STATE));
        } else {
            assertThat(event.effect.apply(deployment).state()).isEqualTo(outcome);
        }
    }

    @ParameterizedTest
    @MethodSource("states")
    void isReadBackAsItWasStored(DeploymentState state) {
        assertThat(DeploymentState.of(state.status(), state.problem())).isEqualTo(state);
    }

    private static Stream<DeploymentState> states() {
        return Stream.of(PENDING, DEPLOYING, ACTIVE, SHORT, FAILED, STOPPED, DELETING);
    }

    private static Deployment in(DeploymentState state) {
        Deployment fresh = deployment();
        return new Deployment(
                fresh.origin(), fresh.name(), fresh.model(), fresh.spec(), state, fresh.rollout(), NOON, 1);
    }
}
