package ai.radium.deployment.standing;

import ai.radium.contracts.Topic;
import ai.radium.contracts.billing.FundsChanged;
import ai.radium.contracts.billing.SpendingThresholdReached;
import ai.radium.contracts.billing.StandingChanged;
import ai.radium.contracts.billing.StandingEvent;
import ai.radium.deployment.wakeup.Wakeups;
import ai.radium.kit.outbox.Inbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hears of accounts that may not spend any more, or may again; every deployment is looked at then. */
@ApplicationScoped
class StandingCopies {
    private final Inbox inbox;
    private final Standings standings;
    private final Wakeups wakeups;

    StandingCopies(Inbox inbox, Standings standings, Wakeups wakeups) {
        this.inbox = inbox;
        this.standings = standings;
        this.wakeups = wakeups;
    }

    /** Full state with a version: it may come as often as it likes. */
    @Incoming("standings")
    public Uni<Void> onStanding(ConsumerRecord<String, byte[]> record) {
        return inbox.repeatable(Topic.BILLING_STANDING, record, (session, envelope) -> switch ((StandingEvent)
                envelope.event()) {
            case StandingChanged told -> standings.put(session, told).invoke(() -> wakeups.wake(Wakeups.ALL));
            case SpendingThresholdReached ignored -> Uni.createFrom().voidItem();
            case FundsChanged ignored -> Uni.createFrom().voidItem();
        });
    }
}
