package ai.radium.kit.outbox;

import ai.radium.contracts.Event;
import ai.radium.contracts.EventJson;
import ai.radium.contracts.Topic;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.telemetry.LogKeys;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** Puts facts beside the change that made them true: one transaction, both or none. */
@ApplicationScoped
public class Outbox {
    private static final String INSERT =
            "insert into outbox (id, topic, key, type, value, request_id, traceparent) values (?, ?, ?, ?, ?, ?, ?)";

    private static final String INSERT_MANY =
            "insert into outbox (id, topic, key, type, value, request_id, traceparent)"
                    + " select id, topic, key, type, value, request_id, traceparent from jsonb_to_recordset(cast(cast(? as text) as jsonb))"
                    + " as r(id text, topic text, key text, type text, value text, request_id text,"
                    + " traceparent text)";

    private final String service;

    /** @param service whose facts are told */
    Outbox(@ConfigProperty(name = "quarkus.application.name") String service) {
        this.service = service;
    }

    private record Row(
            String id,
            String topic,
            String key,
            String type,
            String value,
            @Nullable Object requestId,
            @Nullable Object traceparent) {}

    /** Appends any number of events in one statement. */
    public Uni<Void> appendAll(Mutiny.Session session, List<? extends Event> events) {
        List<Row> rows = events.stream().map(this::row).toList();
        return session.createNativeQuery(INSERT_MANY)
                .setParameter(1, RowsJson.of(rows))
                .executeUpdate()
                .replaceWithVoid();
    }

    private Row row(Event event) {
        return new Row(
                Ids.ulid(),
                Topic.of(event.getClass(), service).topicName(),
                event.eventKey(),
                EventJson.type(event),
                new String(EventJson.write(event), StandardCharsets.UTF_8),
                MDC.get(LogKeys.REQUEST_ID),
                MDC.get(LogKeys.TRACEPARENT));
    }

    /** Appends the event in the session's transaction; the relay publishes it after the commit. */
    public Uni<Void> append(Mutiny.Session session, Event event) {
        return insert(
                session,
                Topic.of(event.getClass(), service),
                event.eventKey(),
                EventJson.type(event),
                new String(EventJson.write(event), StandardCharsets.UTF_8));
    }

    /** Appends the end of a key of a compacted topic. */
    public Uni<Void> appendTombstone(Mutiny.Session session, Topic topic, String key) {
        return insert(session, topic, key, "radium.Tombstone", null);
    }

    private static Uni<Void> insert(
            Mutiny.Session session, Topic topic, String key, String type, @Nullable String value) {
        return session.createNativeQuery(INSERT)
                .setParameter(1, Ids.ulid())
                .setParameter(2, topic.topicName())
                .setParameter(3, key)
                .setParameter(4, type)
                .setParameter(5, value)
                .setParameter(6, MDC.get(LogKeys.REQUEST_ID))
                .setParameter(7, MDC.get(LogKeys.TRACEPARENT))
                .executeUpdate()
                .replaceWithVoid();
    }
}
