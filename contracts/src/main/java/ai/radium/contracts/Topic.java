package ai.radium.contracts;

import ai.radium.contracts.account.AccountEvent;
import ai.radium.contracts.billing.RatedEvent;
import ai.radium.contracts.billing.StandingEvent;
import ai.radium.contracts.deployment.DeploymentEvent;
import ai.radium.contracts.deployment.RoutesEvent;
import ai.radium.contracts.key.KeyEvent;
import ai.radium.contracts.model.ModelEvent;
import ai.radium.contracts.usage.UsageEvent;
import java.util.Arrays;

/** The Kafka topics, each with the sealed interface of its events. */
public enum Topic {
    ACCOUNT_CHANGED("radium.account.changed.v1", AccountEvent.class, true),
    KEY_CHANGED("radium.key.changed.v1", KeyEvent.class, false),
    MODEL_CHANGED("radium.model.changed.v1", ModelEvent.class, true),
    DEPLOYMENT_CHANGED("radium.deployment.changed.v1", DeploymentEvent.class, false),
    DEPLOYMENT_ROUTES("radium.deployment.routes.v1", RoutesEvent.class, true),
    USAGE_RECORDED("radium.usage.recorded.v1", UsageEvent.class, false),
    BILLING_RATED("radium.billing.rated.v1", RatedEvent.class, false),
    BILLING_STANDING("radium.billing.standing.v1", StandingEvent.class, true);

    private final String topicName;
    private final Class<? extends Event> eventType;
    private final boolean compacted;

    Topic(String topicName, Class<? extends Event> eventType, boolean compacted) {
        this.topicName = topicName;
        this.eventType = eventType;
        this.compacted = compacted;
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

    /** The topic that events of this class go to. */
    public static Topic of(Class<? extends Event> event) {
        return Arrays.stream(values())
                .filter(topic -> topic.eventType.isAssignableFrom(event))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no topic for " + event.getName()));
    }

    /** The topic of this name. */
    public static Topic named(String topicName) {
        return Arrays.stream(values())
                .filter(topic -> topic.topicName.equals(topicName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no topic " + topicName));
    }
}
