package ai.radium.analytics;

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

/** What analytics hears. Records count once by their own id, whatever messages bring them. */
@ApplicationScoped
class AnalyticsEvents {
    private final Inbox inbox;
    private final Counting counting;

    AnalyticsEvents(Inbox inbox, Counting counting) {
        this.inbox = inbox;
        this.counting = counting;
    }

    @Incoming("usage")
    Uni<Void> usage(ConsumerRecord<String, byte[]> record) {
        return inbox.repeatable(
                Topic.USAGE_RECORDED,
                record,
                (session, envelope) -> counting.count(session, (UsageRecorded) envelope.event()));
    }

    @Incoming("rated")
    Uni<Void> rated(ConsumerRecord<String, byte[]> record) {
        return inbox.repeatable(
                Topic.BILLING_RATED, record, (session, envelope) -> switch ((RatedEvent) envelope.event()) {
                    case UsageRated rated -> counting.count(session, rated);
                    case TrainingRated trained -> counting.count(session, trained);
                    case ReplicaTimeRated time -> counting.count(session, time);
                });
    }
}
