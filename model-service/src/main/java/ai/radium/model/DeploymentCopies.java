package ai.radium.model;

import ai.radium.contracts.Topic;
import ai.radium.contracts.deployment.DeploymentChanged;
import ai.radium.kit.outbox.Inbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Keeps the copy of which deployments exist. */
@ApplicationScoped
class DeploymentCopies {
    private final Inbox inbox;
    private final ModelStore store;

    DeploymentCopies(Inbox inbox, ModelStore store) {
        this.inbox = inbox;
        this.store = store;
    }

    @Incoming("deployments")
    public Uni<Void> on(ConsumerRecord<String, byte[]> record) {
        return inbox.once(
                "model.deployments",
                Topic.DEPLOYMENT_CHANGED,
                record,
                (session, envelope) -> envelope.event() instanceof DeploymentChanged changed
                        ? store.copy(session, changed)
                        : Uni.createFrom().voidItem());
    }
}
