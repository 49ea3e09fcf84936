package ai.radium.finetune.job;

import ai.radium.finetune.FinetuneProblem;
import ai.radium.kit.problem.ProblemException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** What completed jobs measured, as files. */
@ApplicationScoped
public class ResultFiles {
    private final JobStore store;
    private final JobLog log;
    private final Mutiny.SessionFactory sessions;

    ResultFiles(JobStore store, JobLog log, Mutiny.SessionFactory sessions) {
        this.store = store;
        this.log = log;
        this.sessions = sessions;
    }

    /** @throws ProblemException FILE_NOT_FOUND also while the job has not completed */
    public Uni<ResultFile> get(String account, String id) {
        return sessions.withSession(session -> found(session, account, id, "id").chain(job -> written(session, job)));
    }

    /**
     * Those of jobs that were made before one, the newest first.
     *
     * @param after id of a result file; null = from the newest
     * @throws ProblemException FILE_NOT_FOUND naming {@code after}
     */
    public Uni<List<ResultFile>> following(String account, @Nullable String after, int limit) {
        return sessions.withSession(session -> (after == null
                        ? Uni.createFrom().<Job>nullItem()
                        : found(session, account, after, "after"))
                .chain(last -> store.completedAfter(session, account, last, limit))
                .chain(jobs -> Multi.createFrom()
                        .iterable(jobs)
                        .onItem()
                        .transformToUniAndConcatenate(job -> written(session, job))
                        .collect()
                        .asList()));
    }

    private Uni<Job> found(Mutiny.Session session, String account, String id, String field) {
        return Uni.createFrom()
                .item(id)
                .chain(file -> ResultFile.isOne(file)
                        ? store.find(session, account, ResultFile.jobId(file))
                        : Uni.createFrom().<Job>nullItem())
                .map(job -> {
                    if (job == null || !(job.state() instanceof JobState.Completed)) {
                        throw new ProblemException(
                                FinetuneProblem.FILE_NOT_FOUND, FinetuneProblem.FILE_NOT_FOUND.title(), field);
                    }
                    return job;
                });
    }

    private Uni<ResultFile> written(Mutiny.Session session, Job job) {
        return log.metrics(session, job.id()).map(metrics -> ResultFile.of(job, metrics));
    }
}
