package ai.radium.finetune.job;

import ai.radium.finetune.job.Told.NewEvent;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.outbox.RowsJson;
import ai.radium.kit.paging.Page;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** What happened to jobs, in PostgreSQL: events, metrics, checkpoints. */
@ApplicationScoped
class JobLog {
    private static final String ADD_EVENTS = """
            insert into job_event (id, job_id, time, level, type, message, data)
            select id, job_id, time, level, type, message, data
            from jsonb_to_recordset(cast(cast(? as text) as jsonb)) as r(id text, job_id text, time timestamptz, level text,
                type text, message text, data text)""";

    /** What was told before stays where the later word leaves it out. */
    private static final String PUT_METRICS = """
            insert into job_metric as m (job_id, step, time, train_loss, validation_loss, token_accuracy, learning_rate,
                tokens_per_second)
            select job_id, step, time, train_loss, validation_loss, token_accuracy, learning_rate, tokens_per_second
            from jsonb_to_recordset(cast(cast(? as text) as jsonb)) as r(job_id text, step integer, time timestamptz,
                train_loss double precision, validation_loss double precision, token_accuracy double precision,
                learning_rate double precision, tokens_per_second double precision)
            on conflict (job_id, step) do update set time = excluded.time,
                train_loss = coalesce(excluded.train_loss, m.train_loss),
                validation_loss = coalesce(excluded.validation_loss, m.validation_loss),
                token_accuracy = coalesce(excluded.token_accuracy, m.token_accuracy),
                learning_rate = coalesce(excluded.learning_rate, m.learning_rate),
                tokens_per_second = coalesce(excluded.tokens_per_second, m.tokens_per_second)""";

    private static final String PUT_CHECKPOINTS = """
            insert into job_checkpoint (id, job_id, step, time, validation_loss)
            select id, job_id, step, time, validation_loss
            from jsonb_to_recordset(cast(cast(? as text) as jsonb)) as r(id text, job_id text, step integer,
                time timestamptz, validation_loss double precision)
            on conflict (job_id, step) do update set time = excluded.time, validation_loss = excluded.validation_loss""";

    private static final String EVENT = "id, time, level, type, message, data";
    private static final String METRIC =
            "step, time, train_loss, validation_loss, token_accuracy, learning_rate, tokens_per_second";
    private static final String CHECKPOINT = "id, step, time, validation_loss";

    private final ObjectMapper json;
    private final InstantSource clock;

    JobLog(ObjectMapper json, InstantSource clock) {
        this.json = json;
        this.clock = clock;
    }

    /** A slice and how many there are. */
    record Slice<T>(List<T> items, long total) {
        Slice {
            items = List.copyOf(items);
        }
    }

    Uni<Void> add(Mutiny.Session session, String job, NewEvent... events) {
        return addAll(session, job, List.of(events));
    }

    Uni<Void> add(Mutiny.Session session, String job, Told told) {
        return addAll(session, job, told.events())
                .chain(() -> put(
                        session,
                        PUT_METRICS,
                        told.metrics().stream()
                                .map(one -> MetricRow.of(job, one))
                                .toList()))
                .chain(() -> put(
                        session,
                        PUT_CHECKPOINTS,
                        told.checkpoints().stream()
                                .map(one ->
                                        new CheckpointRow(one.id(), job, one.step(), one.time(), one.validationLoss()))
                                .toList()));
    }

    private Uni<Void> addAll(Mutiny.Session session, String job, List<NewEvent> events) {
        Instant now = clock.instant();
        return put(
                session,
                ADD_EVENTS,
                events.stream()
                        .map(event -> new EventRow(
                                Ids.next("ftevent"),
                                job,
                                now,
                                event.level(),
                                event.type(),
                                event.message(),
                                data(event)))
                        .toList());
    }

    private static Uni<Void> put(Mutiny.Session session, String statement, List<?> rows) {
        return rows.isEmpty()
                ? Uni.createFrom().voidItem()
                : session.createNativeQuery(statement)
                        .setParameter(1, RowsJson.of(rows))
                        .executeUpdate()
                        .replaceWithVoid();
    }

    private record EventRow(
            String id,
            String jobId,
            Instant time,
            String level,
            String type,
            String message,
            @Nullable String data) {}

    private record CheckpointRow(
            String id,
            String jobId,
            int step,
            Instant time,
            @Nullable Double validationLoss) {}

    private record MetricRow(
            String jobId,
            int step,
            Instant time,
            @Nullable Double trainLoss,
            @Nullable Double validationLoss,
            @Nullable Double tokenAccuracy,
            @Nullable Double learningRate,
            @Nullable Double tokensPerSecond) {
        static MetricRow of(String job, JobMetric one) {
            return new MetricRow(
                    job,
                    one.step(),
                    one.time(),
                    one.trainLoss(),
                    one.validationLoss(),
                    one.tokenAccuracy(),
                    one.learningRate(),
                    one.tokensPerSecond());
        }
    }

    /** In their order. */
    Uni<Slice<JobEvent>> events(Mutiny.Session session, String job, Page page) {
        return slice(session, "job_event", EVENT, "position", job, page, this::event);
    }

    /**
     * The newest first.
     *
     * @param after id of an event; null = from the newest
     */
    Uni<List<JobEvent>> eventsBefore(Mutiny.Session session, String job, @Nullable String after, int limit) {
        return before(session, "job_event", EVENT, "position", job, after, limit, this::event);
    }

    private JobEvent event(Object[] row) {
        return new JobEvent(
                (String) row[0],
                time(row[1]),
                (String) row[2],
                (String) row[3],
                (String) row[4],
                row[5] == null ? null : read((String) row[5]));
    }

    private static Instant time(Object stored) {
        return ((OffsetDateTime) stored).toInstant();
    }

    /** By their steps. */
    Uni<Slice<JobMetric>> metrics(Mutiny.Session session, String job, Page page) {
        return slice(session, "job_metric", METRIC, "step", job, page, JobLog::metric);
    }

    /** All of them, by their steps. */
    Uni<List<JobMetric>> metrics(Mutiny.Session session, String job) {
        return session.createNativeQuery(
                        "select " + METRIC + " from job_metric where job_id = ? order by step", Object[].class)
                .setParameter(1, job)
                .getResultList()
                .map(rows -> rows.stream().map(JobLog::metric).toList());
    }

    private static JobMetric metric(Object[] row) {
        return new JobMetric(
                (Integer) row[0],
                time(row[1]),
                (Double) row[2],
                (Double) row[3],
                (Double) row[4],
                (Double) row[5],
                (Double) row[6]);
    }

    /** By their steps. */
    Uni<Slice<JobCheckpoint>> checkpoints(Mutiny.Session session, String job, Page page) {
        return slice(session, "job_checkpoint", CHECKPOINT, "step", job, page, JobLog::checkpoint);
    }

    /**
     * The newest first.
     *
     * @param after id of a checkpoint; null = from the newest
     */
    Uni<List<JobCheckpoint>> checkpointsBefore(Mutiny.Session session, String job, @Nullable String after, int limit) {
        return before(session, "job_checkpoint", CHECKPOINT, "step", job, after, limit, JobLog::checkpoint);
    }

    private static JobCheckpoint checkpoint(Object[] row) {
        return new JobCheckpoint((String) row[0], (Integer) row[1], time(row[2]), (Double) row[3]);
    }

    private static <T> Uni<Slice<T>> slice(
            Mutiny.Session session,
            String table,
            String columns,
            String order,
            String job,
            Page page,
            Function<Object[], T> item) {
        return session.createNativeQuery(
                        "select %s from %s where job_id = ? order by %s limit ? offset ?"
                                .formatted(columns, table, order),
                        Object[].class)
                .setParameter(1, job)
                .setParameter(2, page.limit())
                .setParameter(3, page.offset())
                .getResultList()
                .map(rows -> rows.stream().map(item).toList())
                .chain(items -> session.createNativeQuery(
                                "select count(*) from %s where job_id = ?".formatted(table), Long.class)
                        .setParameter(1, job)
                        .getSingleResult()
                        .map(total -> new Slice<>(items, total)));
    }

    /** Backwards from a row, or from the newest when there is no such row. */
    private static <T> Uni<List<T>> before(
            Mutiny.Session session,
            String table,
            String columns,
            String order,
            String job,
            @Nullable String after,
            int limit,
            Function<Object[], T> item) {
        return session.createNativeQuery(
                        ("select %1$s from %2$s where job_id = ? and %3$s < coalesce((select %3$s from %2$s"
                                        + " where job_id = ? and id = ?), 9223372036854775807) order by %3$s desc limit ?")
                                .formatted(columns, table, order),
                        Object[].class)
                .setParameter(1, job)
                .setParameter(2, job)
                .setParameter(3, after == null ? "" : after)
                .setParameter(4, limit)
                .getResultList()
                .map(rows -> rows.stream().map(item).toList());
    }

    private String data(NewEvent event) {
        try {
            return json.writeValueAsString(event.data());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("it cannot be stored", e);
        }
    }

    private JsonNode read(String data) {
        try {
            return json.readTree(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored event cannot be read", e);
        }
    }
}
