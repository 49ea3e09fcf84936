package ai.radium.finetune.job;

import ai.radium.finetune.artifact.ArtifactKey;
import ai.radium.finetune.artifact.UnclaimedArtifacts;
import ai.radium.finetune.catalogue.BaseModels;
import ai.radium.finetune.dataset.DatasetUses;
import ai.radium.finetune.job.Told.NewEvent;
import ai.radium.kit.outbox.Outbox;
import ai.radium.kit.telemetry.StateChanges;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Changes of a job's state: row, event, what others hear and what is to be billed, in the caller's transaction, which holds the
 * row's lock.
 */
@ApplicationScoped
class Endings {
    private final JobStore store;
    private final JobLog log;
    private final DatasetUses uses;
    private final BaseModels models;
    private final UnclaimedArtifacts unclaimed;
    private final Outbox outbox;
    private final StateChanges changes;
    private final MeterRegistry meters;
    private final InstantSource clock;

    Endings(
            JobStore store,
            JobLog log,
            DatasetUses uses,
            BaseModels models,
            UnclaimedArtifacts unclaimed,
            Outbox outbox,
            StateChanges changes,
            MeterRegistry meters,
            InstantSource clock) {
        this.store = store;
        this.log = log;
        this.uses = uses;
        this.models = models;
        this.unclaimed = unclaimed;
        this.outbox = outbox;
        this.changes = changes;
        this.meters = meters;
        this.clock = clock;
    }

    /** The result's artifacts are ours from now on. */
    Uni<Job> completed(Mutiny.Session session, JobRow row, JobState.Running from, Result result) {
        row.model = ModelName.of(row.baseModel, row.account, Objects.requireNonNullElse(row.suffix, row.name), row.id);
        row.result = store.document(result);
        return unclaimed
                .claim(session, new ArtifactKey(result.adapter()))
                .chain(() -> unclaimed.claim(session, new ArtifactKey(result.safetensors())))
                .chain(() -> ended(
                        session,
                        row,
                        from.completed(),
                        new NewEvent("info", "completed", "The model is " + row.model, Map.of("model", row.model))));
    }

    Uni<Job> ended(Mutiny.Session session, JobRow row, JobState.Ended state) {
        return ended(
                session,
                row,
                state,
                switch (state) {
                    case JobState.Completed ignored -> throw new IllegalArgumentException("it needs a result");
                    case JobState.Cancelled ignored ->
                        new NewEvent(
                                "warn",
                                "cancelled",
                                "The job was cancelled",
                                Map.of("trainedTokens", row.trainedTokens));
                    case JobState.Failed failed ->
                        new NewEvent(
                                "error",
                                "failed",
                                failed.message(),
                                Map.of("code", failed.reason().name()));
                });
    }

    private Uni<Job> ended(Mutiny.Session session, JobRow row, JobState.Ended state, NewEvent event) {
        Instant now = clock.instant();
        row.status = state.status();
        row.reason = state instanceof JobState.Failed failed ? failed.reason() : null;
        row.reasonText = state instanceof JobState.Failed failed ? failed.message() : null;
        row.endedAt = now;
        row.leaseOwner = null;
        row.leaseUntil = null;
        measure(row, now);
        return models.price(session, row.baseModel)
                .invoke(price -> {
                    if (price != null) {
                        row.price = price.perMillion();
                        row.currency = price.currency();
                    }
                })
                .chain(() -> uses.release(session, row.id))
                .chain(() -> log.add(session, row.id, event))
                .chain(() -> told(session, row))
                .call(job -> job.billed(now)
                        .map(tokens -> outbox.append(session, tokens))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private void measure(JobRow row, Instant now) {
        Timer.builder("radium.fine.tuning")
                .description("from a job's making to its end")
                .tag("status", JobFilter.word(row.status))
                .register(meters)
                .record(Duration.between(row.createdAt, now));
        meters.counter("radium.trained.tokens").increment((double) row.trainedTokens);
    }

    /** Stores the row and tells others its state. */
    Uni<Job> told(Mutiny.Session session, JobRow row) {
        return session.flush()
                .map(ignored -> store.job(row))
                .call(job -> outbox.append(session, job.changed()))
                .invoke(() -> changes.happened("job", row.id, JobFilter.word(row.status)));
    }
}
