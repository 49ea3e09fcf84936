package ai.radium.finetune.job;

import ai.radium.contracts.finetune.JobStatus;
import ai.radium.finetune.FinetuneProblem;
import ai.radium.finetune.catalogue.BaseModel;
import ai.radium.finetune.catalogue.BaseModels;
import ai.radium.finetune.dataset.Dataset;
import ai.radium.finetune.dataset.DatasetIds;
import ai.radium.finetune.dataset.DatasetUses;
import ai.radium.finetune.estimate.Sources;
import ai.radium.finetune.job.Told.NewEvent;
import ai.radium.kit.audit.AuditTrail;
import ai.radium.kit.database.AfterCommit;
import ai.radium.kit.paging.Page;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** What can be done with jobs. */
@ApplicationScoped
public class Jobs {
    private static final String TURN = "select cast(pg_advisory_xact_lock(hashtextextended(?, 1)) as text)";

    private final JobStore store;
    private final JobLog log;
    private final Endings endings;
    private final BaseModels models;
    private final DatasetUses uses;
    private final Runs runs;
    private final Clearing clearing;
    private final JobConfig config;
    private final Mutiny.SessionFactory sessions;
    private final InstantSource clock;

    Jobs(
            JobStore store,
            JobLog log,
            Endings endings,
            BaseModels models,
            DatasetUses uses,
            Runs runs,
            Clearing clearing,
            JobConfig config,
            Mutiny.SessionFactory sessions,
            InstantSource clock) {
        this.store = store;
        this.log = log;
        this.endings = endings;
        this.models = models;
        this.uses = uses;
        this.runs = runs;
        this.clearing = clearing;
        this.config = config;
        this.sessions = sessions;
        this.clock = clock;
    }

    Uni<JobPage> list(String account, JobFilter filter, Page page) {
        return sessions.withSession(session -> store.page(session, account, filter, page));
    }

    /**
     * Those that were made before one, the newest first.
     *
     * @param after of either id; null = from the newest
     * @throws ProblemException FINE_TUNING_NOT_FOUND naming {@code after}
     */
    public Uni<List<Job>> following(String account, @Nullable String after, int limit) {
        return sessions.withSession(
                session -> (after == null ? Uni.createFrom().<Job>nullItem() : found(session, account, after, "after"))
                        .chain(last -> store.after(session, account, last, limit)));
    }

    /** @throws ProblemException FINE_TUNING_NOT_FOUND */
    public Uni<Job> get(String account, String id) {
        return sessions.withSession(session -> found(session, account, id, "id"));
    }

    private Uni<Job> found(Mutiny.Session session, String account, String id, String field) {
        return store.find(session, account, JobIds.job(id)).onItem().ifNull().failWith(() -> missing(field));
    }

    private static ProblemException missing(String field) {
        return new ProblemException(
                FinetuneProblem.FINE_TUNING_NOT_FOUND, FinetuneProblem.FINE_TUNING_NOT_FOUND.title(), field);
    }

    /** Jobs that learn, or have learnt, from a dataset, the newest first. */
    Uni<List<Job>> ofDataset(String account, String datasetId) {
        return sessions.withSession(session -> store.ofDataset(session, account, DatasetIds.dataset(datasetId)));
    }

    Uni<JobLog.Slice<JobEvent>> events(String account, String id, Page page) {
        return ofJob(account, id, (session, job) -> log.events(session, job, page));
    }

    /** The newest first. */
    public Uni<List<JobEvent>> eventsBefore(String account, String id, @Nullable String after, int limit) {
        return ofJob(account, id, (session, job) -> log.eventsBefore(session, job, after, limit));
    }

    Uni<JobLog.Slice<JobMetric>> metrics(String account, String id, Page page) {
        return ofJob(account, id, (session, job) -> log.metrics(session, job, page));
    }

    Uni<JobLog.Slice<JobCheckpoint>> checkpoints(String account, String id, Page page) {
        return ofJob(account, id, (session, job) -> log.checkpoints(session, job, page));
    }

    /** The newest first. */
    public Uni<List<JobCheckpoint>> checkpointsBefore(String account, String id, @Nullable String after, int limit) {
        return ofJob(account, id, (session, job) -> log.checkpointsBefore(session, job, after, limit));
    }

    private <T> Uni<T> ofJob(String account, String id, BiFunction<Mutiny.Session, String, Uni<T>> work) {
        return sessions.withSession(
                session -> found(session, account, id, "id").chain(job -> work.apply(session, job.id())));
    }

    /** @throws ProblemException naming the member of the request */
    public Uni<Job> create(String account, NewJob wanted) {
        return sessions.withTransaction(session -> requireQuota(session, account)
                .chain(() -> models.require(
                        session, account, wanted.baseModel(), wanted.words().model()))
                .chain(base -> create(session, account, wanted, base)));
    }

    /** Those who make jobs of one account take turns. */
    private Uni<Void> requireQuota(Mutiny.Session session, String account) {
        return session.createNativeQuery(TURN, String.class)
                .setParameter(1, account)
                .getSingleResult()
                .chain(() -> store.open(session, account))
                .invoke(open -> {
                    if (open >= config.accountJobs()) {
                        throw new ProblemException(
                                FinetuneProblem.FINE_TUNING_QUOTA,
                                "The account may have %d jobs that wait or run: cancel one, or wait for its end"
                                        .formatted(config.accountJobs()),
                                null,
                                Map.of("limit", config.accountJobs(), "used", open));
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Job> create(Mutiny.Session session, String account, NewJob wanted, BaseModel base) {
        JobRow row = made(account, wanted, base);
        return use(session, row, wanted.datasetId(), wanted.words().training())
                .invoke(source -> {
                    row.datasetId = source.datasetId();
                    row.datasetNumber = source.number();
                    row.training = store.document(source);
                })
                .chain(source -> useValidation(session, row, wanted, source))
                .chain(() -> session.persist(row))
                .chain(() -> endings.told(session, row))
                .call(() -> log.add(
                        session,
                        row.id,
                        new NewEvent("info", "created", "The job was made and waits for its turn", Map.of())))
                .invoke(() -> AfterCommit.run(runs::look));
    }

    private JobRow made(String account, NewJob wanted, BaseModel base) {
        JobRow row = new JobRow();
        row.id = JobIds.next();
        row.account = account;
        row.name = wanted.name();
        row.suffix = wanted.suffix();
        row.baseModel = base.id();
        row.base = store.document(new Job.Origin(base.id(), base.weights(), base.earlier()));
        row.startedFrom = base.earlier() == null ? null : base.earlier().model();
        row.configuration = store.document(wanted.configuration()
                .complete(base.contextTokens(), base.earlierRank(), wanted.validationDatasetId() != null));
        row.metadata = wanted.metadata().isEmpty() ? null : store.document(wanted.metadata());
        row.deploy = wanted.deploy();
        row.status = JobStatus.PENDING;
        row.price = base.price().perMillion();
        row.currency = base.price().currency();
        row.createdAt = clock.instant();
        return row;
    }

    private Uni<Void> useValidation(Mutiny.Session session, JobRow row, NewJob wanted, Source training) {
        String id = wanted.validationDatasetId();
        if (id == null) {
            return Uni.createFrom().voidItem();
        }
        String field = wanted.words().validation();
        if (DatasetIds.dataset(id).equals(training.datasetId())) {
            throw new ProblemException(
                    CommonProblem.INVALID_REQUEST, field + " must be another dataset than is learnt from", field);
        }
        return use(session, row, id, field)
                .invoke(source -> {
                    row.validationId = source.datasetId();
                    row.validationNumber = source.number();
                    row.validation = store.document(source);
                })
                .replaceWithVoid();
    }

    private Uni<Source> use(Mutiny.Session session, JobRow row, String datasetId, String field) {
        return uses.use(session, row.account, datasetId, row.id, field).map(dataset -> source(dataset, field));
    }

    private static Source source(Dataset dataset, String field) {
        return Source.of(dataset, Sources.require(dataset, field));
    }

    /**
     * Ends a job that waits or runs; one that is cancelled stays so.
     *
     * @throws ProblemException FINE_TUNING_NOT_FOUND, FINE_TUNING_ENDED when it has ended otherwise
     */
    public Uni<Job> cancel(String account, String id) {
        return sessions.withTransaction(session -> store.locked(session, account, JobIds.job(id))
                .onItem()
                .ifNull()
                .failWith(() -> missing("id"))
                .chain(row -> switch (JobStore.state(row)) {
                    case JobState.Open open ->
                        endings.ended(session, row, open.cancelled()).invoke(() -> AfterCommit.run(clearing::look));
                    case JobState.Cancelled ignored -> {
                        AuditTrail.nothingChanged();
                        yield Uni.createFrom().item(store.job(row));
                    }
                    case JobState.Ended ended ->
                        throw new ProblemException(
                                FinetuneProblem.FINE_TUNING_ENDED,
                                "The job is " + JobFilter.word(ended.status()) + " already",
                                "id");
                }));
    }
}
