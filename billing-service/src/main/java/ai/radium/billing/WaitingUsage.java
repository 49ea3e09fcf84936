package ai.radium.billing;

import ai.radium.kit.life.StandingThread;
import ai.radium.kit.life.StandingThreads;
import ai.radium.kit.outbox.Blocking;
import ai.radium.kit.telemetry.LogKeys;
import ai.radium.kit.telemetry.LogLine;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Looks again and again for usage whose price has come. Level-triggered: however a price came to be known, and whatever
 * was killed meanwhile, what can be rated is rated. Several processes may do so, the account's row lock keeps them apart.
 */
@ApplicationScoped
class WaitingUsage {
    private static final Logger LOG = Logger.getLogger(WaitingUsage.class);

    private final Mutiny.SessionFactory sessions;
    private final Billing billing;
    private final UsageLines lines;
    private final Duration pause;
    private final StandingThreads threads;

    WaitingUsage(
            Mutiny.SessionFactory sessions,
            Billing billing,
            UsageLines lines,
            BillingConfig config,
            StandingThreads threads) {
        this.sessions = sessions;
        this.billing = billing;
        this.lines = lines;
        this.pause = config.waitingCheck();
        this.threads = threads;
    }

    void start(@Observes StartupEvent ignored) {
        threads.start("waiting-usage", this::run);
    }

    private void run(StandingThread self) throws InterruptedException {
        while (!self.isStopping()) {
            try {
                if (!rateSome(self)) {
                    self.rest(pause);
                }
            } catch (RuntimeException e) { // edge of a thread: the database may be away; the next look tries again
                if (!self.isStopping()) {
                    LogLine.to(LOG).with(LogKeys.CAUSE, e).warn("usage that waits for a price was not looked at");
                    self.rest(pause);
                }
            }
        }
    }

    /** Whether there was something to rate, so that there may be more. */
    private boolean rateSome(StandingThread self) {
        List<String> accounts = Blocking.await(() -> sessions.withSession(lines::accountsWithRateableLines));
        for (String account : accounts) {
            self.step();
            Blocking.await(() -> sessions.withTransaction(session -> billing.chargeWaiting(session, account)));
        }
        return !accounts.isEmpty();
    }
}
