package ai.radium.billing.account;

import ai.radium.kit.life.StandingThread;
import ai.radium.kit.life.StandingThreads;
import ai.radium.kit.outbox.Blocking;
import ai.radium.kit.telemetry.LogKeys;
import ai.radium.kit.telemetry.LogLine;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** Lets accounts spend again whose limit was that of a month which is over (UTC). Level-triggered; several processes may do so. */
@ApplicationScoped
class MonthTurn {
    private static final Logger LOG = Logger.getLogger(MonthTurn.class);

    private final Mutiny.SessionFactory sessions;
    private final Accounts accounts;
    private final Standings standings;
    private final InstantSource clock;
    private final StandingThreads threads;
    private final Duration pause;

    MonthTurn(
            Mutiny.SessionFactory sessions,
            Accounts accounts,
            Standings standings,
            InstantSource clock,
            StandingThreads threads,
            SpendingConfig config) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.standings = standings;
        this.clock = clock;
        this.threads = threads;
        this.pause = config.monthCheck();
    }

    void start(@Observes StartupEvent ignored) {
        threads.start("month-turn", this::run);
    }

    private void run(StandingThread self) throws InterruptedException {
        while (!self.isStopping()) {
            try {
                if (!reviewSome(self)) {
                    self.rest(pause);
                }
            } catch (RuntimeException e) { // edge of a thread: the database may be away; the next look tries again
                if (!self.isStopping()) {
                    LogLine.to(LOG)
                            .with(LogKeys.CAUSE, e)
                            .warn("accounts that a month's limit stopped were not looked at");
                    self.rest(pause);
                }
            }
        }
    }

    /** Whether there was one, so that there may be more. */
    private boolean reviewSome(StandingThread self) {
        List<String> stopped = Blocking.await(() -> sessions.withSession(
                session -> accounts.stoppedBefore(session, MonthlySpend.monthOf(clock.instant()))));
        for (String account : stopped) {
            self.step();
            Blocking.await(() -> sessions.withTransaction(session -> review(session, account)));
        }
        return !stopped.isEmpty();
    }

    private Uni<Void> review(Mutiny.Session session, String account) {
        return accounts.locked(session, account).chain(row -> standings.review(session, row));
    }
}
