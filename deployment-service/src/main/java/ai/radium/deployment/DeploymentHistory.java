package ai.radium.deployment;

import ai.radium.deployment.runtime.Failure;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import org.hibernate.reactive.mutiny.Mutiny;

/** What happened to deployments, for their owners to read. */
@ApplicationScoped
class DeploymentHistory {
    /** Of one deployment: one that fails and is tried again for ever adds lines for ever. */
    static final int MOST_LINES = 500;

    private static final String FORGET_OLDEST = "delete from deployment_event where deployment_id = ? and position <="
            + " (select position from deployment_event where deployment_id = ? order by position desc offset ? limit 1)";

    /** Adds a line when the change is one that an owner would notice. */
    Uni<Void> record(Mutiny.Session session, Deployment before, Deployment after) {
        Failure problem = after.state().problem();
        if (problem != null && !Objects.equals(problem, before.state().problem())) {
            return line(session, after, "error", problem.reason() + ": " + problem.detail());
        }
        if (!before.state().status().equals(after.state().status())) {
            return line(session, after, "info", "deployment is " + after.state().word());
        }
        if (before.rollout().revision() != after.rollout().revision()) {
            return line(
                    session,
                    after,
                    "info",
                    "replicas are replaced by revision " + after.rollout().revision());
        }
        if (before.rollout().replicas().size() != after.rollout().replicas().size()) {
            return line(
                    session,
                    after,
                    "info",
                    after.rollout().replicas().size() + " of " + after.desiredReplicas() + " replicas are ready");
        }
        if (!before.adapters().equals(after.adapters())) {
            return line(
                    session,
                    after,
                    "info",
                    "fine-tuned models that it answers for: " + after.adapters().size());
        }
        return Uni.createFrom().voidItem();
    }

    Uni<Void> created(Mutiny.Session session, Deployment deployment) {
        return line(session, deployment, "info", "deployment of " + deployment.modelId() + " was accepted");
    }

    /** Newest first. */
    Uni<List<DeploymentEventRow>> latest(Mutiny.Session session, String deployment, int limit) {
        return session.createQuery(
                        "from DeploymentEventRow e where e.deploymentId = :id order by e.position desc",
                        DeploymentEventRow.class)
                .setParameter("id", deployment)
                .setMaxResults(limit)
                .getResultList();
    }

    Uni<Void> forget(Mutiny.Session session, String deployment) {
        return session.createMutationQuery("delete from DeploymentEventRow e where e.deploymentId = :id")
                .setParameter("id", deployment)
                .executeUpdate()
                .replaceWithVoid();
    }

    private static Uni<Void> line(Mutiny.Session session, Deployment deployment, String level, String message) {
        DeploymentEventRow row = new DeploymentEventRow();
        row.deploymentId = deployment.id();
        row.time = deployment.updatedAt();
        row.level = level;
        row.type = "deployment." + deployment.state().word();
        row.message = message;
        return session.persist(row)
                .chain(session::flush)
                .chain(() -> session.createNativeQuery(FORGET_OLDEST)
                        .setParameter(1, deployment.id())
                        .setParameter(2, deployment.id())
                        .setParameter(3, MOST_LINES)
                        .executeUpdate()
                        .replaceWithVoid());
    }
}
