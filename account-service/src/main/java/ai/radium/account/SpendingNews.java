package ai.radium.account;

import ai.radium.contracts.Topic;
import ai.radium.contracts.billing.SpendingEvent.SpendingThresholdReached;
import ai.radium.kit.outbox.Inbox;
import ai.radium.kit.telemetry.StateChanges;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Counts and logs which accounts came close to what they may spend. */
@ApplicationScoped
class SpendingNews {
    private final Inbox inbox;
    private final StateChanges changes;

    SpendingNews(Inbox inbox, StateChanges changes) {
        this.inbox = inbox;
        this.changes = changes;
    }

    @Incoming("spending")
    Uni<Void> spending(ConsumerRecord<String, byte[]> record) {
        return inbox.once("account.spending", Topic.BILLING_SPENDING, record, (session, envelope) -> {
            SpendingThresholdReached reached = (SpendingThresholdReached) envelope.event();
            changes.happened("spending", reached.account(), reached.percent() + "_percent");
            return Uni.createFrom().voidItem();
        });
    }
}
