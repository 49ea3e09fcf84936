package ai.radium.deployment.usage;

import ai.radium.contracts.Topic;
import ai.radium.contracts.billing.RatedEvent;
import ai.radium.contracts.billing.ReplicaTimeRated;
import ai.radium.contracts.billing.TrainingRated;
import ai.radium.contracts.billing.UsageRated;
import ai.radium.contracts.usage.UsageRecorded;
import ai.radium.kit.outbox.Inbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Takes usage records and rated lines into the hours of their deployments. */
@ApplicationScoped
class UsageCopies {
    private final Inbox inbox;
    private final Activities activities;

    UsageCopies(Inbox inbox, Activities activities) {
        this.inbox = inbox;
        this.activities = activities;
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
        return inbox.once("deployment.rated", Topic.BILLING_RATED, record, (session, envelope) -> switch ((RatedEvent)
                envelope.event()) {
            case UsageRated rated -> activities.rated(session, rated.lines());
            case ReplicaTimeRated time -> activities.rated(session, time);
            case TrainingRated ignored -> Uni.createFrom().voidItem();
        });
    }
}
