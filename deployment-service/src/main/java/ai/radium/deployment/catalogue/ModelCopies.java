package ai.radium.deployment.catalogue;

import ai.radium.contracts.Topic;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.deployment.wakeup.Wakeups;
import ai.radium.kit.outbox.Inbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Keeps the copy of the catalogue; every deployment is looked at after a change of it. */
@ApplicationScoped
class ModelCopies {
    private final Inbox inbox;
    private final Models models;
    private final Wakeups wakeups;

    ModelCopies(Inbox inbox, Models models, Wakeups wakeups) {
        this.inbox = inbox;
        this.models = models;
        this.wakeups = wakeups;
    }

    @Incoming("models")
    public Uni<Void> onModel(ConsumerRecord<String, byte[]> record) {
        return inbox.once(
                        "deployment.models",
                        Topic.MODEL_CHANGED,
                        record,
                        (session, envelope) -> envelope.event() instanceof ModelChanged model
                                ? models.put(session, model)
                                : Uni.createFrom().voidItem())
                .invoke(() -> wakeups.wake(Wakeups.ALL));
    }
}
