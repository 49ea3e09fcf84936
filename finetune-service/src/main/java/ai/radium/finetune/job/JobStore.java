package ai.radium.finetune.job;

import ai.radium.contracts.finetune.JobStatus;
import ai.radium.finetune.catalogue.Price;
import ai.radium.finetune.estimate.Configuration;
import ai.radium.finetune.estimate.Plan;
import ai.radium.finetune.trainer.JobFailure;
import ai.radium.kit.paging.Page;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Jobs in PostgreSQL. */
@ApplicationScoped
class JobStore {
    private static final String OF_ACCOUNT =
            "from JobRow j where j.account = :account and (:status = '' or cast(j.status as string) = :status)";

    private static final String NEWEST_FIRST = " order by j.createdAt desc, j.id desc";

    private static final String AFTER = "from JobRow j where j.account = :account"
            + " and (j.createdAt < :time or (j.createdAt = :time and j.id < :id))" + NEWEST_FIRST;

    private final ObjectMapper json;
    private final ObjectReader documents;

    JobStore(ObjectMapper json) {
        this.json = json;
        // A document may hold what a later version of this service wrote.
        documents = json.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    /** The newest first. */
    Uni<JobPage> page(Mutiny.Session session, String account, JobFilter filter, Page page) {
        String status = filter.status().map(JobStatus::name).orElse("");
        return session.createQuery(OF_ACCOUNT + NEWEST_FIRST, JobRow.class)
                .setParameter("account", account)
                .setParameter("status", status)
                .setMaxResults(page.limit())
                .setFirstResult(page.offset())
                .getResultList()
                .chain(rows -> session.createQuery("select count(j) " + OF_ACCOUNT, Long.class)
                        .setParameter("account", account)
                        .setParameter("status", status)
                        .getSingleResult()
                        .map(total -> new JobPage(rows.stream().map(this::job).toList(), total)));
    }

    /** Those made before that one, the newest first. */
    Uni<List<Job>> after(Mutiny.Session session, String account, @Nullable Job last, int limit) {
        Mutiny.SelectionQuery<JobRow> query = last == null
                ? session.createQuery("from JobRow j where j.account = :account" + NEWEST_FIRST, JobRow.class)
                : session.createQuery(AFTER, JobRow.class)
                        .setParameter("time", last.createdAt())
                        .setParameter("id", last.id());
        return query.setParameter("account", account)
                .setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream().map(this::job).toList());
    }

    /** The same of those that have completed. */
    Uni<List<Job>> completedAfter(Mutiny.Session session, String account, @Nullable Job last, int limit) {
        String older = last == null ? "" : " and (j.createdAt < :time or (j.createdAt = :time and j.id < :id))";
        Mutiny.SelectionQuery<JobRow> query = session.createQuery(
                "from JobRow j where j.account = :account and j.status = COMPLETED" + older + NEWEST_FIRST,
                JobRow.class);
        if (last != null) {
            query.setParameter("time", last.createdAt()).setParameter("id", last.id());
        }
        return query.setParameter("account", account)
                .setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream().map(this::job).toList());
    }

    /** Those that learn, or have learnt, from a dataset or are checked by it, the newest first. */
    Uni<List<Job>> ofDataset(Mutiny.Session session, String account, String datasetId) {
        return session.createQuery(
                        "from JobRow j where j.account = :account"
                                + " and (j.datasetId = :dataset or j.validationId = :dataset)" + NEWEST_FIRST,
                        JobRow.class)
                .setParameter("account", account)
                .setParameter("dataset", datasetId)
                .getResultList()
                .map(rows -> rows.stream().map(this::job).toList());
    }

    /** Null when the account has no such job. */
    Uni<Job> find(Mutiny.Session session, String account, String id) {
        return session.createQuery("from JobRow j where j.id = :id and j.account = :account", JobRow.class)
                .setParameter("id", id)
                .setParameter("account", account)
                .getSingleResultOrNull()
                .map(row -> row == null ? null : job(row));
    }

    /** Nobody else changes it until the transaction ends; null when the account has no such job. */
    Uni<JobRow> locked(Mutiny.Session session, String account, String id) {
        return session.createQuery("from JobRow j where j.id = :id and j.account = :account", JobRow.class)
                .setParameter("id", id)
                .setParameter("account", account)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getSingleResultOrNull();
    }

    /** The same by who looks after it; null when nobody does so by this name any more. */
    Uni<JobRow> owned(Mutiny.Session session, String owner) {
        return session.createQuery("from JobRow j where j.leaseOwner = :owner", JobRow.class)
                .setParameter("owner", owner)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getSingleResultOrNull();
    }

    Uni<Long> open(Mutiny.Session session, String account) {
        return session.createQuery(
                        "select count(j) from JobRow j where j.account = :account and j.status in (:open)", Long.class)
                .setParameter("account", account)
                .setParameter("open", List.of(JobStatus.PENDING, JobStatus.RUNNING))
                .getSingleResult();
    }

    Job job(JobRow row) {
        return new Job(
                row.id,
                row.account,
                row.name,
                row.suffix,
                read(row.base, Job.Origin.class),
                read(row.training, Source.class),
                row.validation == null ? null : read(row.validation, Source.class),
                read(row.configuration, Configuration.class),
                row.metadata == null ? Map.of() : texts(row.metadata),
                row.deploy,
                state(row),
                row.plan == null ? null : read(row.plan, Plan.class),
                new Price(row.price, row.currency),
                row.step,
                row.trainedTokens,
                row.seconds,
                evaluation(row),
                row.model,
                row.result == null ? null : read(row.result, Result.class),
                row.told,
                row.restarts,
                row.createdAt,
                row.startedAt,
                row.endedAt,
                row.version);
    }

    Evaluation evaluation(JobRow row) {
        return row.evaluation == null ? Evaluation.NONE : read(row.evaluation, Evaluation.class);
    }

    static JobState state(JobRow row) {
        return switch (row.status) {
            case PENDING -> new JobState.Pending();
            case RUNNING -> new JobState.Running();
            case COMPLETED -> new JobState.Completed();
            case CANCELLED -> new JobState.Cancelled();
            case FAILED ->
                new JobState.Failed(
                        Objects.requireNonNullElse(row.reason, JobFailure.TRAINER_CRASHED),
                        String.valueOf(row.reasonText));
        };
    }

    String document(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("it cannot be stored", e);
        }
    }

    private <T> T read(String document, Class<T> type) {
        try {
            return documents.forType(type).readValue(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored document cannot be read", e);
        }
    }

    private Map<String, String> texts(String document) {
        try {
            return documents
                    .forType(new TypeReference<Map<String, String>>() {})
                    .readValue(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored document cannot be read", e);
        }
    }
}
