package ai.radium.kit.outbox;

import ai.radium.kit.life.StandingThread;
import ai.radium.kit.life.StandingThreads;
import ai.radium.kit.telemetry.LogKeys;
import ai.radium.kit.telemetry.LogLine;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** Deletes rows whose time is over, so that no table grows for ever but those that have to. */
@ApplicationScoped
class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);

    /** Rows deleted in one transaction: short enough to be in nobody's way. */
    private static final int AT_ONCE = 5_000;

    private final Mutiny.SessionFactory sessions;
    private final List<KeptFor> tables;
    private final RetentionConfig config;
    private final StandingThreads threads;
    private final InstantSource clock;
    private final MeterRegistry meters;

    Retention(
            Mutiny.SessionFactory sessions,
            @All List<KeptFor> tables,
            RetentionConfig config,
            StandingThreads threads,
            InstantSource clock,
            MeterRegistry meters) {
        this.sessions = sessions;
        this.tables = tables;
        this.config = config;
        this.threads = threads;
        this.clock = clock;
        this.meters = meters;
    }

    @Produces
    @Singleton
    static KeptFor inbox(RetentionConfig config) {
        return new KeptFor("inbox", "taken_at", config.inbox());
    }

    void start(@Observes StartupEvent ignored) {
        threads.start("retention", this::run);
    }

    private void run(StandingThread self) throws InterruptedException {
        while (!self.isStopping()) {
            try {
                tables.forEach(table -> forget(self, table));
            } catch (RuntimeException e) { // edge of a thread: the database may be away; the next look tries again
                if (!self.isStopping()) {
                    LogLine.to(LOG).with(LogKeys.CAUSE, e).warn("old rows were not deleted, it is tried again later");
                }
            }
            self.rest(config.check());
        }
    }

    private void forget(StandingThread self, KeptFor table) {
        Instant end = clock.instant().minus(table.kept());
        int deleted = AT_ONCE;
        while (deleted == AT_ONCE && !self.isStopping()) {
            self.step();
            deleted = Blocking.await(
                    () -> sessions.withTransaction(session -> session.createNativeQuery(table.deletion(AT_ONCE))
                            .setParameter(1, end)
                            .executeUpdate()));
            meters.counter("radium.retention.deleted.rows", "table", table.table())
                    .increment(deleted);
        }
    }
}
