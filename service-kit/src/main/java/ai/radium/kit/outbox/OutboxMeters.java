package ai.radium.kit.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What an operator sees of the outbox: how long its oldest row has waited, what was sent and what could not be. */
@ApplicationScoped
class OutboxMeters {
    private final MeterRegistry meters;
    private final InstantSource clock;
    private final Counter failures;
    private volatile @Nullable Instant oldest;

    OutboxMeters(MeterRegistry meters, InstantSource clock) {
        this.meters = meters;
        this.clock = clock;
        this.failures = Counter.builder("radium.outbox.failures")
                .description("attempts to send that failed; their rows are sent again")
                .register(meters);
        Gauge.builder("radium.outbox.lag", this, OutboxMeters::lagSeconds)
                .description("how long the oldest event has waited to be sent; 0 when none waits")
                .baseUnit("seconds")
                .register(meters);
    }

    /** @param since when the oldest row was written; null = there is none */
    void oldestWaits(@Nullable Instant since) {
        oldest = since;
    }

    void sent(OutboxEntry entry) {
        meters.counter("radium.outbox.sent", "type", entry.type()).increment();
    }

    void failed() {
        failures.increment();
    }

    private double lagSeconds() {
        Instant since = oldest;
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1_000.0);
    }
}
