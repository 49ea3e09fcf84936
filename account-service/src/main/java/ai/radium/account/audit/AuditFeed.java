package ai.radium.account.audit;

import ai.radium.contracts.Topic;
import ai.radium.contracts.audit.ActionTaken;
import ai.radium.kit.outbox.Inbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Takes what the services tell of actions, each on its own topic, into the log. */
@ApplicationScoped
class AuditFeed {
    private static final String CONSUMER = "account.audit";

    private final Inbox inbox;
    private final AuditLog log;

    AuditFeed(Inbox inbox, AuditLog log) {
        this.inbox = inbox;
        this.log = log;
    }

    @Incoming("audit-of-accounts")
    Uni<Void> ofAccounts(ConsumerRecord<String, byte[]> record) {
        return take(Topic.AUDIT_OF_ACCOUNTS, record);
    }

    @Incoming("audit-of-deployments")
    Uni<Void> ofDeployments(ConsumerRecord<String, byte[]> record) {
        return take(Topic.AUDIT_OF_DEPLOYMENTS, record);
    }

    @Incoming("audit-of-finetuning")
    Uni<Void> ofFinetuning(ConsumerRecord<String, byte[]> record) {
        return take(Topic.AUDIT_OF_FINETUNING, record);
    }

    @Incoming("audit-of-models")
    Uni<Void> ofModels(ConsumerRecord<String, byte[]> record) {
        return take(Topic.AUDIT_OF_MODELS, record);
    }

    @Incoming("audit-of-billing")
    Uni<Void> ofBilling(ConsumerRecord<String, byte[]> record) {
        return take(Topic.AUDIT_OF_BILLING, record);
    }

    private Uni<Void> take(Topic topic, ConsumerRecord<String, byte[]> record) {
        return inbox.once(
                CONSUMER,
                topic,
                record,
                (session, envelope) -> log.add(session, entry(envelope.id(), (ActionTaken) envelope.event())));
    }

    /** The event's id is the row's too: were the event taken again when the inbox has long forgotten it, no row would be added. */
    private static AuditEntry entry(String eventId, ActionTaken action) {
        return new AuditEntry(
                action.account(),
                "aud_" + eventId.toLowerCase(Locale.ROOT),
                action.time().truncatedTo(ChronoUnit.MILLIS),
                action.actor(),
                action.address(),
                action.requestId(),
                action.action(),
                action.resource(),
                action.change());
    }
}
