package ai.radium.model;

import ai.radium.contracts.finetune.JobChanged;
import ai.radium.contracts.finetune.JobStatus;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.telemetry.LogKeys;
import ai.radium.kit.telemetry.LogLine;
import ai.radium.kit.telemetry.StateChanges;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** Models that accounts had made: registered once, as their base is for as long as they are there, deleted by their owner. */
@ApplicationScoped
class FineTunedModels {
    private static final Logger LOG = Logger.getLogger(FineTunedModels.class);

    private final ModelStore store;
    private final Publication publication;
    private final Mutiny.SessionFactory sessions;
    private final InstantSource clock;
    private final StateChanges changes;

    FineTunedModels(
            ModelStore store,
            Publication publication,
            Mutiny.SessionFactory sessions,
            InstantSource clock,
            StateChanges changes) {
        this.store = store;
        this.publication = publication;
        this.sessions = sessions;
        this.clock = clock;
        this.changes = changes;
    }

    /**
     * Takes what a completed job made; of other jobs, and of what is known already, nothing. A model whose base is not
     * known yet waits for it.
     */
    Uni<Void> register(Mutiny.Session session, JobChanged job, Instant time) {
        JobChanged.Result made = job.result();
        return job.status() != JobStatus.COMPLETED || made == null
                ? Uni.createFrom().voidItem()
                : lockBase(session, job.baseModel())
                        .chain(() -> isTaken(session, job, made))
                        .chain(taken ->
                                taken ? Uni.createFrom().voidItem() : add(session, FineTunedRow.of(job, made, time)));
    }

    /** Held until the transaction ends: between a look for a base and the model that waits for it, no base comes. */
    Uni<Void> lockBase(Mutiny.Session session, String base) {
        return session.createNativeQuery(
                        "select cast(pg_advisory_xact_lock(hashtextextended(?, 0)) as text)", String.class)
                .setParameter(1, "base:" + base)
                .getSingleResultOrNull()
                .replaceWithVoid();
    }

    private Uni<Boolean> isTaken(Mutiny.Session session, JobChanged job, JobChanged.Result made) {
        return session.createQuery("from FineTunedRow f where f.id = :id or f.jobId = :job", FineTunedRow.class)
                .setParameter("id", made.model())
                .setParameter("job", job.jobId())
                .getResultList()
                .chain(known -> known.isEmpty()
                        ? store.row(session, made.model()).map(row -> row != null && refuse(job, made))
                        : Uni.createFrom()
                                .item(known.stream().anyMatch(row -> isOf(job, made, row)) || refuse(job, made)));
    }

    private static boolean isOf(JobChanged job, JobChanged.Result made, FineTunedRow row) {
        return row.id.equals(made.model()) && row.jobId.equals(job.jobId());
    }

    private static boolean refuse(JobChanged job, JobChanged.Result made) {
        LogLine.to(LOG)
                .with(LogKeys.MODEL, made.model())
                .with("jobId", job.jobId())
                .warn("model of a job not taken: the name or the job has another one");
        return true;
    }

    private Uni<Void> add(Mutiny.Session session, FineTunedRow made) {
        return session.persist(made).chain(session::flush).chain(() -> derive(session, made));
    }

    /** Those that are not deleted. */
    Uni<List<String>> ids(Mutiny.Session session) {
        return session.createQuery("select f.id from FineTunedRow f where f.deletedAt is null", String.class)
                .getResultList();
    }

    /** Brings one to what its base is now. */
    Uni<Void> follow(Mutiny.Session session, String id) {
        return session.find(FineTunedRow.class, id, LockModeType.PESSIMISTIC_WRITE)
                .chain(made -> made.deletedAt == null
                        ? derive(session, made)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> derive(Mutiny.Session session, FineTunedRow made) {
        return store.row(session, made.base).chain(base -> {
            if (base == null || base.account != null) {
                changes.happened("model", made.id, "waiting");
                return Uni.createFrom().voidItem();
            }
            return publication.put(session, made.of(store.model(base)));
        });
    }

    /**
     * Ends one for good.
     *
     * @throws ProblemException FORBIDDEN for a model of the catalogue, MODEL_NOT_FOUND for what the account does not have
     */
    Uni<Void> delete(String account, String id) {
        return sessions.withTransaction(session -> session.find(FineTunedRow.class, id, LockModeType.PESSIMISTIC_WRITE)
                .chain(made -> made == null || !made.account.equals(account) || made.deletedAt != null
                        ? refuse(session, id)
                        : delete(session, made)));
    }

    private Uni<Void> delete(Mutiny.Session session, FineTunedRow made) {
        made.deletedAt = clock.instant();
        return store.row(session, made.id)
                .chain(row -> row == null
                        ? Uni.createFrom().voidItem()
                        : publication.save(session, row, store.model(row).hidden(), Publication.DELETED));
    }

    private Uni<Void> refuse(Mutiny.Session session, String id) {
        return store.isOfTheCatalogue(session, id).map(ofTheCatalogue -> {
            throw ofTheCatalogue
                    ? new ProblemException(
                            CommonProblem.FORBIDDEN, "A model of the catalogue is not the account's to delete")
                    : new ProblemException(ModelProblem.MODEL_NOT_FOUND, "Model not found", "model");
        });
    }
}
