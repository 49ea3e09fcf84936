package ai.radium.kit.outbox;

import ai.radium.contracts.Event;
import ai.radium.contracts.EventEnvelope;
import ai.radium.contracts.EventJson;
import ai.radium.contracts.Topic;
import ai.radium.kit.outbox.InboxMeters.Outcome;
import ai.radium.kit.problem.Unavailable;
import ai.radium.kit.telemetry.LogKeys;
import ai.radium.kit.telemetry.LogLine;
import io.opentelemetry.api.trace.Span;
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
    private final InboxMeters meters;
    private final EventSpans spans;

    Inbox(Mutiny.SessionFactory sessions, InboxMeters meters, EventSpans spans) {
        this.sessions = sessions;
        this.meters = meters;
        this.spans = spans;
    }

    private interface Work {
        Uni<Outcome> run(Mutiny.Session session, EventEnvelope<Event> envelope);
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
        return traced(
                topic,
                record,
                () -> attempt(topic, record, (session, envelope) -> apply(consumer, session, envelope, effect)));
    }

    /**
     * Runs an effect that by itself happens once, whatever event brings it: the event's id is not remembered. For
     * messages that may be cut anew when they are sent again.
     */
    public Uni<Void> repeatable(
            Topic topic,
            ConsumerRecord<String, byte[]> record,
            BiFunction<Mutiny.Session, EventEnvelope<Event>, Uni<Void>> effect) {
        return traced(
                topic,
                record,
                () -> attempt(
                        topic,
                        record,
                        (session, envelope) -> effect.apply(session, envelope).replaceWith(Outcome.TAKEN)));
    }

    private Uni<Void> traced(
            Topic topic, ConsumerRecord<String, byte[]> record, Supplier<Uni<? extends Void>> attempt) {
        Span span = spans.begin(topic, record);
        return retried(topic, attempt)
                .onTermination()
                .invoke((nothing, failure, cancelled) -> EventSpans.end(span, failure));
    }

    private Uni<Void> retried(Topic topic, Supplier<Uni<? extends Void>> attempt) {
        return Uni.createFrom()
                .deferred(attempt)
                .onFailure()
                .invoke(failure -> notTaken(topic, failure))
                .onFailure(Unavailable::isCauseOf)
                .retry()
                .withBackOff(FIRST_WAIT, LONGEST_WAIT)
                .indefinitely()
                .onFailure()
                .retry()
                .withBackOff(FIRST_WAIT, LONGEST_WAIT)
                .atMost(TRIES - 1)
                .onFailure()
                .invoke(() -> meters.count(topic, Outcome.DEAD_LETTER));
    }

    private void notTaken(Topic topic, Throwable failure) {
        meters.count(topic, Outcome.FAILED);
        LogLine.to(LOG)
                .with(LogKeys.TOPIC, topic.topicName())
                .with(LogKeys.CAUSE, failure)
                .warn("event not taken; it is tried again, or given up");
    }

    private Uni<Void> attempt(Topic topic, ConsumerRecord<String, byte[]> record, Work work) {
        if (record.value() == null) {
            meters.count(topic, Outcome.SKIPPED);
            return Uni.createFrom().voidItem();
        }
        return EventJson.read(topic, required(record, "ce_type"), record.value())
                .map(event -> {
                    EventEnvelope<Event> envelope = envelope(record, event);
                    noteInLog(envelope);
                    return sessions.withTransaction(session -> work.run(session, envelope))
                            .invoke(outcome -> done(topic, envelope, outcome))
                            .replaceWithVoid();
                })
                .orElseGet(() -> {
                    meters.count(topic, Outcome.SKIPPED);
                    return Uni.createFrom().voidItem();
                });
    }

    private void done(Topic topic, EventEnvelope<Event> envelope, Outcome outcome) {
        meters.count(topic, outcome);
        meters.happened(topic, envelope.time());
    }

    private static Uni<Outcome> apply(
            String consumer,
            Mutiny.Session session,
            EventEnvelope<Event> envelope,
            BiFunction<Mutiny.Session, EventEnvelope<Event>, Uni<Void>> effect) {
        return session.createNativeQuery("insert into inbox (consumer, event_id) values (?, ?) on conflict do nothing")
                .setParameter(1, consumer)
                .setParameter(2, envelope.id())
                .executeUpdate()
                .chain(inserted -> inserted == 0
                        ? Uni.createFrom().item(Outcome.REPEATED)
                        : effect.apply(session, envelope).replaceWith(Outcome.TAKEN));
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
