package ai.radium.contracts;

import ai.radium.contracts.account.AccountEvent;
import ai.radium.contracts.audit.AuditEvent;
import ai.radium.contracts.billing.InvoiceEvent;
import ai.radium.contracts.billing.RatedEvent;
import ai.radium.contracts.billing.StandingEvent;
import ai.radium.contracts.dataset.DatasetEvent;
import ai.radium.contracts.deployment.DeploymentEvent;
import ai.radium.contracts.deployment.RoutesEvent;
import ai.radium.contracts.finetune.FinetuneEvent;
import ai.radium.contracts.key.KeyEvent;
import ai.radium.contracts.model.ModelEvent;
import ai.radium.contracts.usage.UsageEvent;
import java.util.Arrays;

/** The Kafka topics, each with the sealed interface of its events and the only service that may write it. */
public enum Topic {
    ACCOUNT_CHANGED("radium.account.changed.v1", AccountEvent.class, true, "account-service"),
    KEY_CHANGED("radium.key.changed.v1", KeyEvent.class, false, "account-service"),
    MODEL_CHANGED("radium.model.changed.v1", ModelEvent.class, true, "model-service"),
    DEPLOYMENT_CHANGED("radium.deployment.changed.v1", DeploymentEvent.class, false, "deployment-service"),
    DEPLOYMENT_ROUTES("radium.deployment.routes.v1", RoutesEvent.class, true, "deployment-service"),
    USAGE_RECORDED("radium.usage.recorded.v1", UsageEvent.class, false, "gateway-service"),
    BILLING_RATED("radium.billing.rated.v1", RatedEvent.class, false, "billing-service"),
    BILLING_INVOICE("radium.billing.invoice.v1", InvoiceEvent.class, false, "billing-service"),
    BILLING_STANDING("radium.billing.standing.v1", StandingEvent.class, true, "billing-service"),
    DATASET_CHANGED("radium.dataset.changed.v1", DatasetEvent.class, false, "finetune-service"),
    FINETUNE_CHANGED("radium.finetune.changed.v1", FinetuneEvent.class, false, "finetune-service"),
    AUDIT_OF_ACCOUNTS("radium.audit.account.v1", AuditEvent.class, false, "account-service"),
    AUDIT_OF_DEPLOYMENTS("radium.audit.deployment.v1", AuditEvent.class, false, "deployment-service"),
    AUDIT_OF_FINETUNING("radium.audit.finetune.v1", AuditEvent.class, false, "finetune-service"),
    AUDIT_OF_MODELS("radium.audit.model.v1", AuditEvent.class, false, "model-service"),
    AUDIT_OF_BILLING("radium.audit.billing.v1", AuditEvent.class, false, "billing-service");

    private final String topicName;
    private final Class<? extends Event> eventType;
    private final boolean compacted;
    private final String writer;

    Topic(String topicName, Class<? extends Event> eventType, boolean compacted, String writer) {
        this.topicName = topicName;
        this.eventType = eventType;
        this.compacted = compacted;
        this.writer = writer;
    }

    public String topicName() {
        return topicName;
    }

    public Class<? extends Event> eventType() {
        return eventType;
    }

    /** Whether the topic keeps the last event of each key for ever; such events carry full state. */
    public boolean compacted() {
        return compacted;
    }

    /** The service whose facts these are: the broker refuses every other. */
    public String writer() {
        return writer;
    }

    /** The topic that events of this class go to; of several, each a service's own, the first. */
    public static Topic of(Class<? extends Event> event) {
        return Arrays.stream(values())
                .filter(topic -> topic.eventType.isAssignableFrom(event))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no topic for " + event.getName()));
    }

    /**
     * The topic that this service tells such events on.
     *
     * @throws IllegalArgumentException when they are not its to tell
     */
    public static Topic of(Class<? extends Event> event, String writer) {
        return Arrays.stream(values())
                .filter(topic -> topic.eventType.isAssignableFrom(event) && topic.writer.equals(writer))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no topic for " + event.getName() + " of " + writer));
    }

    /** The topic of this name. */
    public static Topic named(String topicName) {
        return Arrays.stream(values())
                .filter(topic -> topic.topicName.equals(topicName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no topic " + topicName));
    }
}
