package ai.radium.deployment;

import ai.radium.deployment.catalogue.Accelerators;
import ai.radium.deployment.runtime.Failure;
import ai.radium.deployment.runtime.FailureReason;
import ai.radium.kit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one account may hold. Ask it inside {@link DeploymentStore#inTurn}, or calls side by side each see room that only
 * one of them can have.
 */
@ApplicationScoped
public class Quota {
    private final QuotaConfig limits;
    private final Accelerators accelerators;

    @Inject
    Quota(DeploymentConfig config, Accelerators accelerators) {
        this(config.quota(), accelerators);
    }

    Quota(QuotaConfig limits, Accelerators accelerators) {
        this.limits = limits;
        this.accelerators = accelerators;
    }

    /**
     * Lets a change pass that needs no more of anything than before, or no more than there is.
     *
     * @param existing all deployments of the account, as stored
     * @param changed one of them, or a new one
     * @throws ProblemException DEPLOYMENT_QUOTA, REPLICA_QUOTA, GPU_QUOTA or TOO_MANY_STARTING with the numbers
     */
    void admit(List<Deployment> existing, Deployment changed) {
        if (changed.origin().serverless()) {
            return;
        }
        AccountUse used = use(existing.stream());
        AccountUse after = use(Stream.concat(
                existing.stream().filter(other -> !other.id().equals(changed.id())), Stream.of(changed)));
        String type = changed.spec().acceleratorType();
        check(
                new Share(DeploymentProblem.DEPLOYMENT_QUOTA, "deployments", limits.deployments(), null),
                used.deployments(),
                after.deployments());
        check(
                new Share(DeploymentProblem.REPLICA_QUOTA, "replicas", limits.replicas(), "configuration.minReplicas"),
                used.replicas(),
                after.replicas());
        check(
                new Share(DeploymentProblem.GPU_QUOTA, type, limits.gpus(), "configuration.acceleratorCount"),
                used.gpusOfType(type),
                after.gpusOfType(type));
        check(
                new Share(DeploymentProblem.TOO_MANY_STARTING, "starting deployments", limits.starting(), null),
                used.starting(),
                after.starting());
    }

    /**
     * A failed deployment on its next try, or failed once more because its account holds too much meanwhile; as it is when
     * it is not failed.
     */
    public Deployment retried(List<Deployment> existing, Deployment deployment, Instant now) {
        if (!(deployment.state() instanceof DeploymentState.Failed failed)) {
            return deployment;
        }
        Deployment retried = deployment.retried(failed, now);
        try {
            admit(existing, retried);
            return retried;
        } catch (ProblemException refusal) {
            return deployment.refused(failed, new Failure(FailureReason.GPU_QUOTA, refusal.detail()), now);
        }
    }

    private AccountUse use(Stream<Deployment> deployments) {
        return AccountUse.of(deployments.toList(), accelerators::isGpu);
    }

    private static void check(Share share, int used, int after) {
        if (after > share.limit && after > used) {
            throw share.refusal(used, after - used);
        }
    }

    private record Share(
            DeploymentProblem problem,
            String name,
            int limit,
            @Nullable String param) {
        ProblemException refusal(int used, int requested) {
            return new ProblemException(
                    problem,
                    "The account's quota of " + name + " is " + limit + "; " + used + " are used and " + requested
                            + " more were requested",
                    param,
                    Map.of("quota", name, "limit", limit, "used", used, "requested", requested));
        }
    }
}
