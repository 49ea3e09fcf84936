package ai.radium.analytics;

import ai.radium.contracts.billing.ReplicaTimeRated;
import ai.radium.contracts.billing.TrainingRated;
import ai.radium.contracts.billing.UsageRated;
import ai.radium.contracts.usage.UsageRecord;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is summed up together.
 *
 * @param start the first instant of the grain
 * @param deploymentId empty for what a job trained
 * @param keyId the API key; empty when a user's token was presented, for what a job trained and for the time of a replica
 * @param jobId the fine-tuning job; empty for requests
 */
@Embeddable
record RollupKey(
        String account,
        @Enumerated(EnumType.STRING) Grain grain,
        Instant start,
        String model,
        String deploymentId,
        String keyId,
        String jobId)
        implements Serializable {
    /** How the ids of fine-tuned models begin. */
    private static final String FINE_TUNED = "ft:";

    static RollupKey of(String account, Grain grain, UsageRecord record) {
        return of(account, grain, record.time(), record.model(), record.deploymentId(), record.keyId());
    }

    static RollupKey of(String account, Grain grain, UsageRated.Line line) {
        return of(account, grain, line.time(), line.model(), line.deploymentId(), line.keyId());
    }

    /** The adapter that answered; empty when it was a model without one. Its id is that of its fine-tuned model. */
    String adapter() {
        return model.startsWith(FINE_TUNED) && jobId.isEmpty() ? model : "";
    }

    static RollupKey of(Grain grain, TrainingRated trained) {
        return new RollupKey(
                trained.account(), grain, grain.startOf(trained.time()), trained.model(), "", "", trained.jobId());
    }

    static RollupKey of(Grain grain, ReplicaTimeRated time) {
        return of(time.account(), grain, time.time(), time.model(), time.deploymentId(), null);
    }

    private static RollupKey of(
            String account, Grain grain, Instant time, String model, String deploymentId, @Nullable String keyId) {
        return new RollupKey(account, grain, grain.startOf(time), model, deploymentId, keyId == null ? "" : keyId, "");
    }
}
