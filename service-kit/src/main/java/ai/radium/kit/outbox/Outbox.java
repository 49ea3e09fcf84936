package ai.radium.kit.outbox;

import ai.radium.contracts.Event;
import ai.radium.contracts.EventJson;
import ai.radium.contracts.Topic;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.telemetry.LogKeys;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** Puts facts beside the change that made them true: one transaction, both or none. */
@ApplicationScoped
public class Outbox {
    private static final String INSERT =
            "insert into outbox (id, topic, key, type, value, request_id) values (?, ?, ?, ?, ?, ?)";

    /** Appends the event in the session's transaction; the relay publishes it after the commit. */
    public Uni<Void> append(Mutiny.Session session, Event event) {
        return insert(
                session,
                Topic.of(event.getClass()),
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
                .executeUpdate()
                .replaceWithVoid();
    }
}
