package ai.radium.finetune.catalogue;

import ai.radium.contracts.Topic;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.kit.outbox.Inbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Keeps the copy. What jobs have made is known from the jobs themselves. */
@ApplicationScoped
class ModelCopies {
    private final Inbox inbox;
    private final BaseModels models;

    ModelCopies(Inbox inbox, BaseModels models) {
        this.inbox = inbox;
        this.models = models;
    }

    @Incoming("models")
    public Uni<Void> onModel(ConsumerRecord<String, byte[]> record) {
        return inbox.once(
                "finetune.models",
                Topic.MODEL_CHANGED,
                record,
                (session, envelope) -> envelope.event() instanceof ModelChanged model && model.fineTuned() == null
                        ? models.put(session, model)
                        : Uni.createFrom().voidItem());
    }
}
