package ai.radium.finetune.job;

import ai.radium.finetune.dataset.Dataset;
import ai.radium.finetune.dataset.DatasetUses;
import ai.radium.finetune.estimate.Plan;
import ai.radium.finetune.job.Told.NewEvent;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.outbox.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.BiFunction;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Who looks after which job: in the database, so that one at a time does, and none is forgotten. Every call blocks. */
@ApplicationScoped
class JobLeases {
    /** Takers of the whole install take turns, so that there are no more runs than there may be. */
    private static final String TURN = "select cast(pg_advisory_xact_lock(7219006) as text)";

    /**
     * A run that nobody looks after comes first; then, if there may be another run, a job whose data was read: of the account of which
     * fewer run, then of that whose last one began longest ago.
     */
    private static final String TAKE = """
            update job set lease_owner = ?, lease_until = ?, attempts = attempts + 1
            where id = (
                select j.id from job j
                where (j.lease_until is null or j.lease_until < ?)
                  and (j.status = 'RUNNING'
                       or j.status = 'PENDING'
                          and (select count(*) from job r where r.status = 'RUNNING'
                               or r.status = 'PENDING' and r.lease_until >= ?) < ?
                          and not exists (select 1 from dataset_version v where v.status = 'PROCESSING'
                               and (v.dataset_id = j.dataset_id and v.number = j.dataset_number
                                    or v.dataset_id = j.validation_id and v.number = j.validation_number)))
                order by (j.status = 'RUNNING') desc,
                    (select count(*) from job o where o.account = j.account
                        and (o.status = 'RUNNING' or o.status = 'PENDING' and o.lease_until >= ?)),
                    (select max(s.started_at) from job s where s.account = j.account) nulls first,
                    j.created_at, j.id
                limit 1 for update skip locked)""";

    private final JobStore store;
    private final JobLog log;
    private final Endings endings;
    private final DatasetUses uses;
    private final JobConfig config;
    private final Mutiny.SessionFactory sessions;
    private final InstantSource clock;

    JobLeases(
            JobStore store,
            JobLog log,
            Endings endings,
            DatasetUses uses,
            JobConfig config,
            Mutiny.SessionFactory sessions,
            InstantSource clock) {
        this.store = store;
        this.log = log;
        this.endings = endings;
        this.uses = uses;
        this.config = config;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** Null when there is nothing to look after. */
    @Nullable
    JobLease take() {
        String owner = Ids.ulid();
        return Blocking.await(() -> sessions.withTransaction(session -> taken(session, owner)));
    }

    private Uni<JobLease> taken(Mutiny.Session session, String owner) {
        Instant now = clock.instant();
        return session.createNativeQuery(TURN, String.class)
                .getSingleResult()
                .chain(() -> session.createNativeQuery(TAKE)
                        .setParameter(1, owner)
                        .setParameter(2, now.plus(config.lease()))
                        .setParameter(3, now)
                        .setParameter(4, now)
                        .setParameter(5, config.atOnce())
                        .setParameter(6, now)
                        .executeUpdate())
                .chain(taken -> taken == 0 ? Uni.createFrom().nullItem() : store.owned(session, owner))
                .chain(row -> row == null ? Uni.createFrom().nullItem() : lease(session, row, owner));
    }

    private Uni<JobLease> lease(Mutiny.Session session, JobRow row, String owner) {
        Job job = store.job(row);
        return dataset(session, job, job.training())
                .chain(training -> (job.validation() == null
                                ? Uni.createFrom().<Dataset>nullItem()
                                : dataset(session, job, job.validation()))
                        .map(validation -> new JobLease(job, owner, row.attempts, training, validation)));
    }

    private Uni<Dataset> dataset(Mutiny.Session session, Job job, Source source) {
        return uses.used(session, job.account(), source.datasetId(), source.number());
    }

    /**
     * Goes on looking after it.
     *
     * @return false when it is somebody else's by now, or has ended
     */
    boolean renew(JobLease lease) {
        return Blocking.await(() -> sessions.withTransaction(
                        session -> session.createNativeQuery("update job set lease_until = ? where lease_owner = ?")
                                .setParameter(1, clock.instant().plus(config.lease()))
                                .setParameter(2, lease.owner())
                                .executeUpdate()))
                == 1;
    }

    /** It is looked after no further here, and may be taken at once; that was no attempt. */
    void giveBack(JobLease lease) {
        Blocking.await(() -> sessions.withTransaction(session -> session.createNativeQuery(
                        "update job set lease_owner = null, lease_until = null, attempts = attempts - 1"
                                + " where lease_owner = ?")
                .setParameter(1, lease.owner())
                .executeUpdate()));
    }

    /** Its run may begin; null when it is no longer this lease's to say. */
    @Nullable
    JobLease begin(JobLease lease, Plan plan, Source training, @Nullable Source validation) {
        Job begun = owned(lease, (session, row) -> {
            if (!(JobStore.state(row) instanceof JobState.Pending pending)) {
                return Uni.createFrom().item(store.job(row));
            }
            row.status = pending.started().status();
            row.startedAt = clock.instant();
            row.plan = store.document(plan);
            row.training = store.document(training);
            row.validation = validation == null ? null : store.document(validation);
            row.leaseUntil = clock.instant().plus(config.lease());
            return endings.told(session, row)
                    .call(() -> log.add(
                            session,
                            row.id,
                            new NewEvent(
                                    "info",
                                    "running",
                                    String.format(Locale.ROOT, "%,d tokens will be trained", plan.trainedTokens()),
                                    plan)));
        });
        return begun == null ? null : lease.with(begun);
    }

    /** What a run has told is stored with the position behind it; false when it is no longer this lease's to say. */
    boolean told(JobLease lease, Told told, long position) {
        return isOwned(lease, (session, row) -> {
            take(row, told, position);
            return log.add(session, row.id, told).replaceWith(true);
        });
    }

    private void take(JobRow row, Told told, long position) {
        row.told = position;
        row.step = Math.max(row.step, told.step());
        row.trainedTokens = Math.max(row.trainedTokens, told.trainedTokens());
        row.attempts = 0;
        row.leaseUntil = clock.instant().plus(config.lease());
        if (!told.evaluations().isEmpty()) {
            Evaluation evaluation = store.evaluation(row);
            for (var each : told.evaluations()) {
                evaluation = evaluation.with(each);
            }
            row.evaluation = store.document(evaluation);
        }
    }

    /** The run has died and is started again; false when it is no longer this lease's to say. */
    boolean restarted(JobLease lease, Told told, long position) {
        return isOwned(lease, (session, row) -> {
            take(row, told, position);
            row.restarts++;
            return log.add(session, row.id, told)
                    .chain(() -> log.add(
                            session,
                            row.id,
                            new NewEvent(
                                    "warn",
                                    "restarted",
                                    "The trainer's process died; it is started again (%d of %d)"
                                            .formatted(row.restarts, config.restarts()),
                                    new Restart(row.restarts))))
                    .replaceWith(true);
        });
    }

    private record Restart(int restart) {}

    /** False when it is no longer this lease's to say. */
    boolean completed(JobLease lease, Told told, long position, Result result, double seconds) {
        return isOwned(lease, (session, row) -> {
            if (!(JobStore.state(row) instanceof JobState.Running running)) {
                return Uni.createFrom().item(false);
            }
            take(row, told, position);
            row.seconds = seconds;
            return log.add(session, row.id, told)
                    .chain(() -> endings.completed(session, row, running, result))
                    .replaceWith(true);
        });
    }

    /** False when it is no longer this lease's to say. */
    boolean failed(JobLease lease, Told told, long position, JobState.Failed how) {
        return isOwned(lease, (session, row) -> {
            take(row, told, position);
            return log.add(session, row.id, told)
                    .chain(() -> endings.ended(session, row, how))
                    .replaceWith(true);
        });
    }

    private boolean isOwned(JobLease lease, BiFunction<Mutiny.Session, JobRow, Uni<Boolean>> work) {
        return Boolean.TRUE.equals(owned(lease, work));
    }

    private <T> @Nullable T owned(JobLease lease, BiFunction<Mutiny.Session, JobRow, Uni<T>> work) {
        return Blocking.await(() -> sessions.withTransaction(session -> store.owned(session, lease.owner())
                .chain(row -> row == null ? Uni.createFrom().<T>nullItem() : work.apply(session, row))));
    }
}
