package ai.radium.deployment;

import ai.radium.contracts.Topic;
import ai.radium.contracts.finetune.FinetuneEvent;
import ai.radium.contracts.finetune.JobChanged;
import ai.radium.contracts.finetune.TokensTrained;
import ai.radium.deployment.wakeup.Wakeups;
import ai.radium.kit.outbox.Inbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hears which fine-tuning jobs have made what is to be deployed. */
@ApplicationScoped
class JobResults {
    private final Inbox inbox;
    private final WantedDeployments wanted;
    private final Wakeups wakeups;

    JobResults(Inbox inbox, WantedDeployments wanted, Wakeups wakeups) {
        this.inbox = inbox;
        this.wanted = wanted;
        this.wakeups = wakeups;
    }

    @Incoming("jobs")
    public Uni<Void> onJob(ConsumerRecord<String, byte[]> record) {
        return inbox.once(
                        "deployment.jobs",
                        Topic.FINETUNE_CHANGED,
                        record,
                        (session, envelope) -> switch ((FinetuneEvent) envelope.event()) {
                            case JobChanged job when job.wantsDeployment() -> wanted.want(session, job);
                            case JobChanged ignored -> Uni.createFrom().voidItem();
                            case TokensTrained ignored -> Uni.createFrom().voidItem();
                        })
                .invoke(() -> wakeups.wake(Wakeups.ALL));
    }
}
