package ai.radium.deployment;

import static ai.radium.deployment.Samples.ACCELERATORS;
import static ai.radium.deployment.Samples.DEEPSEEK;
import static ai.radium.deployment.Samples.NOON;
import static ai.radium.deployment.Samples.SMOLLM;
import static ai.radium.deployment.Samples.configured;
import static ai.radium.deployment.Samples.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.radium.contracts.model.ModelChanged;
import ai.radium.deployment.DeploymentState.Failed;
import ai.radium.deployment.DeploymentState.Pending;
import ai.radium.deployment.runtime.Failure;
import ai.radium.deployment.runtime.FailureReason;
import ai.radium.deployment.runtime.Observation;
import ai.radium.kit.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class QuotaTest {
    private static final QuotaConfig LIMITS = new Limits(4, 6, 3, 2);

    private final Quota quota = new Quota(LIMITS, ACCELERATORS);

    record Limits(int deployments, int replicas, int gpus, int starting) implements QuotaConfig {}

    @Test
    void refusesMoreReplicasThanAnAccountMayRunWithTheNumbers() {
        ProblemException refusal = refusalOf(List.of(active("a", 4)), pending("b", SMOLLM, 3));

        assertThat(refusal.problem()).isEqualTo(DeploymentProblem.REPLICA_QUOTA);
        assertThat(refusal.param()).isEqualTo("configuration.minReplicas");
        assertThat(refusal.details()).isEqualTo(Map.of("quota", "replicas", "limit", 6, "used", 4, "requested", 3));
    }

    @Test
    void countsTheGpusOfEachTypeForThemselves() {
        List<Deployment> existing = List.of(running(pending("a", DEEPSEEK, 3)));

        ProblemException refusal = refusalOf(existing, pending("b", DEEPSEEK, 1));

        assertThat(refusal.problem()).isEqualTo(DeploymentProblem.GPU_QUOTA);
        assertThat(refusal.details()).containsEntry("quota", "H100 80GB").containsEntry("limit", 3);
        assertThatCode(() -> quota.admit(existing, pending("b", SMOLLM, 1))).doesNotThrowAnyException();
    }

    @Test
    void refusesOneDeploymentTooManyWhateverTheirState() {
        List<Deployment> existing = List.of(
                failed("a", 1), failed("b", 1), active("c", 1), active("d", 1).stopped(NOON));

        assertThat(refusalOf(existing, pending("e", SMOLLM, 1)).problem())
                .isEqualTo(DeploymentProblem.DEPLOYMENT_QUOTA);
    }

    @Test
    void letsOnlySomeStartAtOnce() {
        List<Deployment> existing =
                List.of(pending("a", SMOLLM, 1), pending("b", SMOLLM, 1).begun(NOON));

        assertThat(refusalOf(existing, pending("c", SMOLLM, 1)).problem())
                .isEqualTo(DeploymentProblem.TOO_MANY_STARTING);
    }

    @Test
    void holdsNothingForWhatFailedOrWasStopped() {
        List<Deployment> existing = List.of(failed("a", 6), active("b", 6).stopped(NOON));

        assertThatCode(() -> quota.admit(existing, pending("c", SMOLLM, 6))).doesNotThrowAnyException();
        assertThat(refusalOf(
                                List.of(existing.getLast(), active("c", 1)),
                                existing.getLast().started(NOON))
                        .problem())
                .isEqualTo(DeploymentProblem.REPLICA_QUOTA);
    }

    @Test
    void letsAnAccountThatHoldsTooMuchChangeWhatNeedsNoMore() {
        Deployment large = active("a", 9);

        assertThatCode(() -> quota.admit(List.of(large), large.renamed("other", NOON)))
                .doesNotThrowAnyException();
        assertThatCode(() -> quota.admit(List.of(large), large.stopped(NOON))).doesNotThrowAnyException();
    }

    @Test
    void leavesOutWhatServesEveryone() {
        Deployment everyones = Deployment.create(
                new Origin("dep_e", "acct_1", true, NOON),
                "e",
                SMOLLM,
                configured(50, 50).toSpec(SMOLLM, ACCELERATORS));

        assertThatCode(() -> quota.admit(List.of(), everyones)).doesNotThrowAnyException();
        assertThatCode(() -> quota.admit(List.of(everyones), pending("a", SMOLLM, 6)))
                .doesNotThrowAnyException();
    }

    @Test
    void aFailedDeploymentIsTriedAgainOnlyWithinTheQuota() {
        Deployment failed = failed("a", 3);

        assertThat(quota.retried(List.of(failed), failed, NOON).state()).isEqualTo(new Pending());
        assertThat(quota.retried(List.of(failed, active("b", 4)), failed, NOON).state())
                .isInstanceOfSatisfying(
                        Failed.class,
                        state -> assertThat(state.failure().reason()).isEqualTo(FailureReason.GPU_QUOTA));
    }

    @Property
    void whateverIsAskedInWhateverOrderAnAccountNeverHoldsMoreThanItsQuota(
            @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 9) Integer> asked) {
        List<Deployment> held = new ArrayList<>();
        for (int replicas : asked) {
            try {
                Deployment next = running(pending("d" + held.size(), DEEPSEEK, replicas));
                quota.admit(held, next);
                held.add(next);
            } catch (ProblemException refusal) {
                assertThat(refusal.problem().status()).isEqualTo(403);
            }
        }

        AccountUse use = AccountUse.of(held, ACCELERATORS::isGpu);
        assertThat(use.deployments()).isLessThanOrEqualTo(4);
        assertThat(use.replicas()).isLessThanOrEqualTo(6);
        assertThat(use.gpusOfType("H100 80GB")).isLessThanOrEqualTo(3);
    }

    private ProblemException refusalOf(List<Deployment> existing, Deployment changed) {
        return catchThrowableOfType(ProblemException.class, () -> quota.admit(existing, changed));
    }

    private static Deployment pending(String id, ModelChanged model, int replicas) {
        return Deployment.create(
                new Origin("dep_" + id, "acct_1", false, NOON),
                id,
                model,
                configured(replicas, Math.max(1, replicas)).toSpec(model, ACCELERATORS));
    }

    private static Deployment active(String id, int replicas) {
        return running(pending(id, SMOLLM, replicas));
    }

    private static Deployment running(Deployment pending) {
        return pending.begun(NOON).observed(new Observation(ready(pending.desiredReplicas()), null), NOON);
    }

    private static Deployment failed(String id, int replicas) {
        return pending(id, SMOLLM, replicas)
                .begun(NOON)
                .observed(Observation.failed(new Failure(FailureReason.NO_CAPACITY, "full")), NOON);
    }
}
