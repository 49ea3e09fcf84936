package ai.radium.kit.outbox;

import ai.radium.contracts.Topic;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What an operator sees of the events that come in: what became of them, and how old the newest one is. */
@ApplicationScoped
class InboxMeters {
    private final MeterRegistry meters;
    private final Map<Topic, AtomicLong> newest = new ConcurrentHashMap<>();

    InboxMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    enum Outcome {
        TAKEN,
        /** Taken before; nothing was done. */
        REPEATED,
        /** A tombstone, or of a type that this version does not know. */
        SKIPPED,
        /** Did not work; it is tried again, or given up when it has failed often enough by itself. */
        FAILED,
        /** Given up and written to the dead letters. */
        DEAD_LETTER
    }

    void count(Topic topic, Outcome outcome) {
        meters.counter(
                        "radium.inbox.events",
                        "topic",
                        topic.topicName(),
                        "outcome",
                        outcome.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /** Notes when an event that was taken had happened. */
    void happened(Topic topic, Instant time) {
        newest.computeIfAbsent(topic, this::gauge).accumulateAndGet(time.toEpochMilli(), Math::max);
    }

    private AtomicLong gauge(Topic topic) {
        AtomicLong millis = new AtomicLong();
        Gauge.builder("radium.inbox.last.event.timestamp", millis, each -> each.get() / 1_000.0)
                .description("when the newest event that was taken had happened, seconds since 1970")
                .baseUnit("seconds")
                .tag("topic", topic.topicName())
                .register(meters);
        return millis;
    }
}
