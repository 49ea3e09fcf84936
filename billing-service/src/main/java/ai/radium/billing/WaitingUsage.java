package ai.radium.billing;

import ai.radium.kit.outbox.Blocking;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

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
    private volatile boolean stopped;
    private @Nullable Thread thread;

    WaitingUsage(Mutiny.SessionFactory sessions, Billing billing, UsageLines lines, BillingConfig config) {
        this.sessions = sessions;
        this.billing = billing;
        this.lines = lines;
        this.pause = config.waitingCheck();
    }

    void start(@Observes StartupEvent ignored) {
        thread = Thread.ofPlatform().daemon().name("waiting-usage").start(this::run);
    }

    void stop(@Observes ShutdownEvent ignored) throws InterruptedException {
        stopped = true;
        if (thread != null) {
            LockSupport.unpark(thread);
            thread.join(Duration.ofSeconds(5));
        }
    }

    private void run() {
        while (!stopped) {
            try {
                if (!rateSome()) {
                    LockSupport.parkNanos(pause.toNanos());
                }
            } catch (RuntimeException e) { // edge of a thread: the database may be away; the next look tries again
                LOG.warnf("usage that waits for a price was not looked at: %s", e.getMessage());
                LockSupport.parkNanos(pause.toNanos());
            }
        }
    }

    /** Whether there was something to rate, so that there may be more. */
    private boolean rateSome() {
        List<String> accounts = Blocking.await(() -> sessions.withSession(lines::accountsWithRateableLines));
        for (String account : accounts) {
            Blocking.await(() -> sessions.withTransaction(session -> billing.chargeWaiting(session, account)));
        }
        return !accounts.isEmpty();
    }
}
