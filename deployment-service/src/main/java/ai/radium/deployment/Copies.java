package ai.radium.deployment;

import ai.radium.contracts.Topic;
import ai.radium.contracts.billing.UsageRated;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.contracts.usage.UsageRecorded;
import ai.radium.kit.outbox.Inbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Keeps this service's copies of what others own. */
@ApplicationScoped
class Copies {
    private final Inbox inbox;
    private final Models models;
    private final Activities activities;
    private final Wakeups wakeups;

    Copies(Inbox inbox, Models models, Activities activities, Wakeups wakeups) {
        this.inbox = inbox;
        this.models = models;
        this.activities = activities;
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

    @Incoming("usage")
    public Uni<Void> onUsage(ConsumerRecord<String, byte[]> record) {
        return inbox.repeatable(
                Topic.USAGE_RECORDED,
                record,
                (session, envelope) -> envelope.event() instanceof UsageRecorded usage
                        ? activities.used(session, usage.records())
                        : Uni.createFrom().voidItem());
    }

    @Incoming("rated")
    public Uni<Void> onRated(ConsumerRecord<String, byte[]> record) {
        return inbox.once(
                "deployment.rated",
                Topic.BILLING_RATED,
                record,
                (session, envelope) -> envelope.event() instanceof UsageRated rated
                        ? activities.rated(session, rated.lines())
                        : Uni.createFrom().voidItem());
    }
}
