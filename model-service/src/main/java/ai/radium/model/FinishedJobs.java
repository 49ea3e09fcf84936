package ai.radium.model;

import ai.radium.contracts.Topic;
import ai.radium.contracts.finetune.JobChanged;
import ai.radium.kit.outbox.Inbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hears what fine-tuning jobs made. */
@ApplicationScoped
class FinishedJobs {
    private final Inbox inbox;
    private final FineTunedModels models;

    FinishedJobs(Inbox inbox, FineTunedModels models) {
        this.inbox = inbox;
        this.models = models;
    }

    @Incoming("jobs")
    public Uni<Void> on(ConsumerRecord<String, byte[]> record) {
        return inbox.once(
                "model.jobs",
                Topic.FINETUNE_CHANGED,
                record,
                (session, envelope) -> envelope.event() instanceof JobChanged job
                        ? models.register(session, job, envelope.time())
                        : Uni.createFrom().voidItem());
    }
}
