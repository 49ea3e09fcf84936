package ai.radium.deployment;

import static ai.radium.deployment.Samples.NOON;
import static ai.radium.deployment.Samples.deployment;
import static ai.radium.deployment.Samples.ready;
import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.deployment.DeploymentState.Active;
import ai.radium.deployment.DeploymentState.Deploying;
import ai.radium.deployment.DeploymentState.Failed;
import ai.radium.deployment.DeploymentState.Pending;
import ai.radium.deployment.runtime.Failure;
import ai.radium.deployment.runtime.FailureReason;
import ai.radium.deployment.runtime.Observation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeploymentTest {
    private static final Failure FULL = new Failure(FailureReason.NO_CAPACITY, "full");

    private final Deployment deploying = deployment().begun(NOON);
    private final Deployment active = deploying.observed(new Observation(ready(2), null), NOON);

    @Test
    void isActiveWhenAllReplicasTakeCalls() {
        assertThat(active.state()).isEqualTo(new Active(null));
        assertThat(active.isSettled()).isTrue();
    }

    @Test
    void isRoutedToBeforeTheLastReplicaIsReady() {
        Deployment half = deploying.observed(new Observation(ready(1), null), NOON);

        assertThat(half.state()).isEqualTo(new Deploying());
        assertThat(half.routes(7).replicas()).hasSize(1);
    }

    @Test
    void failsWhenTheRuntimeSaysWhy() {
        assertThat(deploying.observed(Observation.failed(FULL), NOON).state()).isEqualTo(new Failed(FULL));
    }

    @Test
    void holdsNothingAndIsNotRoutedToOnceItFailed() {
        Deployment failed = deploying.observed(new Observation(ready(1), FULL), NOON);

        assertThat(failed.state()).isEqualTo(new Failed(FULL));
        assertThat(failed.desiredReplicas()).isZero();
        assertThat(failed.routes(3).replicas()).isEmpty();
        assertThat(failed.routes(3).status()).isEqualTo(DeploymentStatus.FAILED);
    }

    @Test
    void isTriedAgainAfterWaitsThatDoubleAndStartAnewOnceItRan() {
        Duration first = Duration.ofSeconds(5);
        Duration longest = Duration.ofSeconds(12);
        Deployment once = deploying.observed(Observation.failed(FULL), NOON);
        Deployment twice = once.retried(new Failed(FULL), NOON).begun(NOON).observed(Observation.failed(FULL), NOON);
        Deployment thrice = twice.refused(new Failed(FULL), FULL, NOON);

        assertThat(once.retryAt(first, longest)).isEqualTo(NOON.plusSeconds(5));
        assertThat(twice.retryAt(first, longest)).isEqualTo(NOON.plusSeconds(10));
        assertThat(thrice.retryAt(first, longest)).isEqualTo(NOON.plusSeconds(12));
        assertThat(thrice.retried(new Failed(FULL), NOON)
                        .begun(NOON)
                        .observed(new Observation(ready(2), null), NOON)
                        .rollout()
                        .failures())
                .isZero();
        assertThat(thrice.started(NOON).rollout().failures()).isZero();
    }

    @Test
    void staysActiveWhileOneReplicaIsLeftAndSaysWhatIsMissing() {
        Deployment wounded = active.observed(new Observation(ready(1), FULL), NOON);

        assertThat(wounded.state()).isEqualTo(new Active(FULL));
        assertThat(wounded.isSettled()).isFalse();
    }

    @Test
    void isNoLongerActiveWhenNoReplicaIsLeft() {
        assertThat(active.observed(Observation.NOTHING, NOON).state()).isEqualTo(new Deploying());
    }

    @Test
    void staysActiveAndSaysWhyWhenNewReplicasDoNotComeUpBesideTheOldOnes() {
        Deployment replaced = active.restarted(NOON).observed(new Observation(ready(2), FULL), NOON);

        assertThat(replaced.state()).isEqualTo(new Active(FULL));
        assertThat(replaced.rollout().replicas()).hasSize(2);
    }

    @Test
    void isNotSettledBeforeTheLastOldReplicaIsReplaced() {
        assertThat(active.restarted(NOON)
                        .observed(new Observation(ready(2), null), NOON)
                        .isSettled())
                .isFalse();
    }

    @Test
    void doesNotChangeWhenNothingDid() {
        assertThat(active.observed(new Observation(ready(2), null), NOON.plusSeconds(5)))
                .isSameAs(active);
    }

    @Test
    void isNotRoutedToOnceStopped() {
        Deployment stopped = active.stopped(NOON);

        assertThat(stopped.routes(3).replicas()).isEmpty();
        assertThat(stopped.desiredReplicas()).isZero();
        assertThat(stopped.observed(new Observation(ready(2), null), NOON)).isSameAs(stopped);
    }

    @Test
    void keepsItsReplicasWhenOnlyTheirNumberChanges() {
        DeploymentSpec more = Samples.configured(3, 4).toSpec(Samples.SMOLLM, Samples.ACCELERATORS);

        assertThat(active.specified(more, NOON).rollout().revision())
                .isEqualTo(active.rollout().revision());
    }

    @Test
    void replacesItsReplicasWhenTheAcceleratorChanges() {
        DeploymentSpec other = Samples.on("H100", 2, 2, 3).toSpec(Samples.SMOLLM, Samples.ACCELERATORS);

        assertThat(active.specified(other, NOON).rollout().revision())
                .isEqualTo(active.rollout().revision() + 1);
    }

    @Test
    void startsAnewWhenItsConfigurationChangesAfterAFailure() {
        DeploymentSpec more = Samples.configured(1, 1).toSpec(Samples.SMOLLM, Samples.ACCELERATORS);

        assertThat(deploying
                        .observed(Observation.failed(FULL), NOON)
                        .specified(more, NOON)
                        .state())
                .isEqualTo(new Pending());
    }

    @Test
    void runsAtLeastOneReplicaWhereZeroWouldBeAllowed() {
        DeploymentSpec idle = Samples.configured(0, 1).toSpec(Samples.SMOLLM, Samples.ACCELERATORS);

        assertThat(active.specified(idle, NOON).desiredReplicas()).isEqualTo(1);
    }
}
