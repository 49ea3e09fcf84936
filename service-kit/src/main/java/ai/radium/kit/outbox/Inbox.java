package ai.radium.kit.outbox;

import ai.radium.contracts.Event;
import ai.radium.contracts.EventEnvelope;
import ai.radium.contracts.EventJson;
import ai.radium.contracts.Topic;
import ai.radium.kit.problem.Unavailable;
import ai.radium.kit.telemetry.LogKeys;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Takes each event once: its id and its effect are one transaction. Events that were never ours to read (tombstones,
 * later types) are skipped. While the database is away an event waits; an event that fails by itself is tried
 * {@value #TRIES} times and then fails for good, so that the channel's dead-letter queue takes it and its partition
 * goes on.
 */
@ApplicationScoped
public class Inbox {
    private static final Logger LOG = Logger.getLogger(Inbox.class);
    private static final int TRIES = 5;
    private static final Duration FIRST_WAIT = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final Mutiny.SessionFactory sessions;

    Inbox(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    /**
     * Runs the effect in a transaction with the event's id, unless this consumer has taken that id before.
     *
     * @param consumer names what reads, for example {@code billing.usage}; each consumer takes an event once
     */
    public Uni<Void> once(
            String consumer,
            Topic topic,
            ConsumerRecord<String, byte[]> record,
            BiFunction<Mutiny.Session, EventEnvelope<Event>, Uni<Void>> effect) {
        return retried(() -> attempt(topic, record, (session, envelope) -> apply(consumer, session, envelope, effect)));
    }

    /**
     * Runs an effect that by itself happens once, whatever event brings it: the event's id is not remembered. For
     * messages that may be cut anew when they are sent again.
     */
    public Uni<Void> repeatable(
            Topic topic,
            ConsumerRecord<String, byte[]> record,
            BiFunction<Mutiny.Session, EventEnvelope<Event>, Uni<Void>> effect) {
        return retried(() -> attempt(topic, record, effect));
    }

    private static Uni<Void> retried(Supplier<Uni<? extends Void>> attempt) {
        return Uni.createFrom()
                .deferred(attempt)
                .onFailure()
                .invoke(failure -> LOG.warnf("event not taken yet, it is tried again: %s", failure))
                .onFailure(Unavailable::isCauseOf)
                .retry()
                .withBackOff(FIRST_WAIT, LONGEST_WAIT)
                .indefinitely()
                .onFailure()
                .retry()
                .withBackOff(FIRST_WAIT, LONGEST_WAIT)
                .atMost(TRIES - 1);
    }

    private Uni<Void> attempt(
            Topic topic,
            ConsumerRecord<String, byte[]> record,
            BiFunction<Mutiny.Session, EventEnvelope<Event>, Uni<Void>> effect) {
        if (record.value() == null) {
            return Uni.createFrom().voidItem();
        }
        return EventJson.read(topic, required(record, "ce_type"), record.value())
                .map(event -> {
                    EventEnvelope<Event> envelope = envelope(record, event);
                    noteInLog(envelope);
                    return sessions.withTransaction(session -> effect.apply(session, envelope));
                })
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static Uni<Void> apply(
            String consumer,
            Mutiny.Session session,
            EventEnvelope<Event> envelope,
            BiFunction<Mutiny.Session, EventEnvelope<Event>, Uni<Void>> effect) {
        return session.createNativeQuery("insert into inbox (consumer, event_id) values (?, ?) on conflict do nothing")
                .setParameter(1, consumer)
                .setParameter(2, envelope.id())
                .executeUpdate()
                .chain(inserted -> {
                    if (inserted == 0) {
                        LOG.debugf("event taken before");
                        return Uni.createFrom().voidItem();
                    }
                    return effect.apply(session, envelope);
                });
    }

    private static void noteInLog(EventEnvelope<Event> envelope) {
        MDC.put(LogKeys.EVENT_ID, envelope.id());
        if (envelope.requestId() != null) {
            MDC.put(LogKeys.REQUEST_ID, envelope.requestId());
        }
    }

    private static EventEnvelope<Event> envelope(ConsumerRecord<String, byte[]> record, Event event) {
        return new EventEnvelope<>(
                required(record, "ce_id"),
                required(record, "ce_source"),
                Instant.parse(required(record, "ce_time")),
                header(record, "ce_requestid"),
                event);
    }

    private static String required(ConsumerRecord<String, byte[]> record, String name) {
        String value = header(record, name);
        if (value == null) {
            throw new IllegalArgumentException("event without header " + name);
        }
        return value;
    }

    private static @Nullable String header(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
