package ai.radium.model;

import ai.radium.contracts.Topic;
import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.contracts.deployment.RoutesChanged;
import ai.radium.kit.outbox.Inbox;
import ai.radium.kit.outbox.RowsJson;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.hibernate.reactive.mutiny.Mutiny;

/** Which fine-tuned models a replica of their base has loaded: a copy of what the routes of deployments say. */
@ApplicationScoped
class LoadedAdapters {
    private static final String PUT =
            "insert into adapter_copy (deployment_id, models, version) values (?, cast(cast(? as text) as jsonb), ?)"
                    + " on conflict (deployment_id) do update set models = excluded.models, version = excluded.version"
                    + " where adapter_copy.version < excluded.version";

    /** Of a deployment that is gone its own event tells; its routes end with a tombstone. */
    private static final String OF_ACCOUNT = "select m.id from model m where m.account = ? and exists (select 1"
            + " from adapter_copy a join deployment_copy d on d.deployment_id = a.deployment_id"
            + " where jsonb_exists(a.models, m.id) and d.status = 'ACTIVE')";

    private final Inbox inbox;

    LoadedAdapters(Inbox inbox) {
        this.inbox = inbox;
    }

    @Incoming("routes")
    public Uni<Void> on(ConsumerRecord<String, byte[]> record) {
        return inbox.once(
                "model.routes",
                Topic.DEPLOYMENT_ROUTES,
                record,
                (session, envelope) -> envelope.event() instanceof RoutesChanged routes
                        ? put(session, routes)
                        : Uni.createFrom().voidItem());
    }

    private static Uni<Void> put(Mutiny.Session session, RoutesChanged routes) {
        return session.createNativeQuery(PUT)
                .setParameter(1, routes.deploymentId())
                .setParameter(2, RowsJson.of(loaded(routes)))
                .setParameter(3, routes.version())
                .executeUpdate()
                .replaceWithVoid();
    }

    private static List<String> loaded(RoutesChanged routes) {
        return routes.status() != DeploymentStatus.ACTIVE
                ? List.of()
                : routes.replicas().stream()
                        .flatMap(replica -> replica.adapters().stream())
                        .distinct()
                        .toList();
    }

    /** Ids of the account's models that answer now by a deployment of their base. */
    Uni<Set<String>> of(Mutiny.Session session, String account) {
        return session.createNativeQuery(OF_ACCOUNT, String.class)
                .setParameter(1, account)
                .getResultList()
                .map(found -> found.stream().collect(Collectors.toSet()));
    }
}
