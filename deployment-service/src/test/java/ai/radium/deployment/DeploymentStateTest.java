package ai.radium.deployment;

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
import ai.radium.kit.problem.ProblemException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeploymentStateTest {
    private static final Failure FULL = new Failure(FailureReason.NO_CAPACITY, "full");

    private static final DeploymentState PENDING = new Pending();
    private static final DeploymentState DEPLOYING = new Deploying();
    private static final DeploymentState ACTIVE = new Active(null);
    private static final DeploymentState SHORT = new Active(FULL);
    private static final DeploymentState FAILED = new Failed(FULL);
    private static final DeploymentState STOPPED = new Stopped();
    private static final DeploymentState DELETING = new Deleting();

    /** Stands for what a customer is refused. */
    private static final Class<ProblemException> REFUSED = ProblemException.class;

    /** Stands for what the reconciler never does. */
    private static final Class<IllegalStateException> BUG = IllegalStateException.class;

    private static final List<Trigger> TRIGGERS = List.of(
            new Trigger("begin", DeploymentState::begin),
            new Trigger("ready", DeploymentState::ready),
            new Trigger("fail", state -> state.fail(FULL)),
            new Trigger("lose", DeploymentState::lose),
            new Trigger("retry", DeploymentState::retry),
            new Trigger("start", DeploymentState::start),
            new Trigger("stop", DeploymentState::stop),
            new Trigger("change", DeploymentState::change),
            new Trigger("restart", DeploymentState::restart),
            new Trigger("delete", DeploymentState::delete));

    record Trigger(String name, UnaryOperator<DeploymentState> transition) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** One row per state: what begin, ready, fail, lose, retry, start, stop, change, restart and delete make of it. */
    private static Stream<Arguments> table() {
        return Stream.of(
                        row(PENDING, DEPLOYING, BUG, BUG, BUG, BUG, PENDING, STOPPED, PENDING, PENDING, DELETING),
                        row(
                                DEPLOYING, BUG, ACTIVE, FAILED, BUG, BUG, DEPLOYING, STOPPED, DEPLOYING, DEPLOYING,
                                DELETING),
                        row(ACTIVE, BUG, ACTIVE, SHORT, DEPLOYING, BUG, ACTIVE, STOPPED, ACTIVE, ACTIVE, DELETING),
                        row(SHORT, BUG, ACTIVE, SHORT, DEPLOYING, BUG, SHORT, STOPPED, SHORT, SHORT, DELETING),
                        row(FAILED, BUG, BUG, FAILED, BUG, PENDING, PENDING, STOPPED, PENDING, PENDING, DELETING),
                        row(STOPPED, BUG, BUG, BUG, BUG, BUG, PENDING, STOPPED, STOPPED, REFUSED, DELETING),
                        row(DELETING, BUG, BUG, BUG, BUG, BUG, REFUSED, REFUSED, REFUSED, REFUSED, DELETING))
                .flatMap(List::stream);
    }

    private static List<Arguments> row(DeploymentState from, Object... outcomes) {
        assertThat(outcomes).hasSameSizeAs(TRIGGERS);
        return IntStream.range(0, outcomes.length)
                .mapToObj(column -> Arguments.of(from, TRIGGERS.get(column), outcomes[column]))
                .toList();
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @MethodSource("table")
    void everyPairOfStateAndEventHasItsOutcome(DeploymentState from, Trigger trigger, Object outcome) {
        if (outcome instanceof Class<?> refusal) {
            assertThatThrownBy(() -> trigger.transition.apply(from)).isExactlyInstanceOf(refusal);
        } else {
            assertThat(trigger.transition.apply(from)).isEqualTo(outcome);
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
}
