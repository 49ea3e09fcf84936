package ai.radium.billing;

import ai.radium.contracts.Topic;
import ai.radium.contracts.account.AccountChanged;
import ai.radium.contracts.deployment.DeploymentChanged;
import ai.radium.contracts.deployment.DeploymentEvent;
import ai.radium.contracts.deployment.ReplicaTimeUsed;
import ai.radium.contracts.finetune.FinetuneEvent;
import ai.radium.contracts.finetune.JobChanged;
import ai.radium.contracts.finetune.TokensTrained;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.contracts.usage.UsageRecorded;
import ai.radium.kit.outbox.Inbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** What billing hears. */
@ApplicationScoped
class BillingEvents {
    private final Inbox inbox;
    private final Billing billing;

    BillingEvents(Inbox inbox, Billing billing) {
        this.inbox = inbox;
        this.billing = billing;
    }

    /** Not once per message: a gateway may send the records of one message again in others. Each record counts once. */
    @Incoming("usage")
    Uni<Void> usage(ConsumerRecord<String, byte[]> record) {
        return inbox.repeatable(
                Topic.USAGE_RECORDED,
                record,
                (session, envelope) -> billing.charge(session, (UsageRecorded) envelope.event()));
    }

    /** Each record of what was trained counts once by its own id, whatever event brings it. */
    @Incoming("training")
    Uni<Void> training(ConsumerRecord<String, byte[]> record) {
        return inbox.repeatable(
                Topic.FINETUNE_CHANGED, record, (session, envelope) -> switch ((FinetuneEvent) envelope.event()) {
                    case TokensTrained trained -> billing.charge(session, trained);
                    case JobChanged ignored -> Uni.createFrom().voidItem();
                });
    }

    /** Each time of a replica counts once by its own id, whatever event brings it. */
    @Incoming("deployments")
    Uni<Void> deployments(ConsumerRecord<String, byte[]> record) {
        return inbox.repeatable(
                Topic.DEPLOYMENT_CHANGED, record, (session, envelope) -> switch ((DeploymentEvent) envelope.event()) {
                    case ReplicaTimeUsed used -> billing.charge(session, used);
                    case DeploymentChanged ignored -> Uni.createFrom().voidItem();
                });
    }

    @Incoming("models")
    Uni<Void> models(ConsumerRecord<String, byte[]> record) {
        return inbox.once(
                "billing.models",
                Topic.MODEL_CHANGED,
                record,
                (session, envelope) -> billing.learnPrices(session, (ModelChanged) envelope.event()));
    }

    @Incoming("accounts")
    Uni<Void> accounts(ConsumerRecord<String, byte[]> record) {
        return inbox.once(
                "billing.accounts",
                Topic.ACCOUNT_CHANGED,
                record,
                (session, envelope) -> billing.open(session, (AccountChanged) envelope.event()));
    }
}
