package ai.radium.billing.invoice;

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
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Looks again and again for months to close and open invoices that are paid. Level-triggered: killed anywhere it goes on; several
 * processes may do so. An account that fails does not hold up the others.
 */
@ApplicationScoped
class MonthEnd {
    private static final Logger LOG = Logger.getLogger(MonthEnd.class);

    private final MonthClose close;
    private final InvoiceStore store;
    private final OpenLines lines;
    private final Mutiny.SessionFactory sessions;
    private final StandingThreads threads;
    private final Duration pause;

    MonthEnd(
            MonthClose close,
            InvoiceStore store,
            OpenLines lines,
            Mutiny.SessionFactory sessions,
            StandingThreads threads,
            InvoiceConfig config) {
        this.close = close;
        this.store = store;
        this.lines = lines;
        this.sessions = sessions;
        this.threads = threads;
        this.pause = config.check();
    }

    void start(@Observes StartupEvent ignored) {
        threads.start("month-end", this::run);
    }

    private void run(StandingThread self) throws InterruptedException {
        while (!self.isStopping()) {
            Instant until = close.closable();
            eachAccount(
                    self,
                    after -> sessions.withSession(session -> lines.accountsWithSome(session, until, after)),
                    account -> {
                        while (Blocking.await(() -> close.close(account))) {
                            self.step();
                        }
                    });
            eachAccount(
                    self,
                    after -> sessions.withSession(session -> store.accountsWithOpen(session, after)),
                    account -> Blocking.await(() -> close.review(account)));
            self.rest(pause);
        }
    }

    /** @param next the accounts after one, some of them */
    private static void eachAccount(
            StandingThread self, Function<String, Uni<List<String>>> next, Consumer<String> work) {
        try {
            List<String> accounts = Blocking.await(() -> next.apply(""));
            while (!accounts.isEmpty() && !self.isStopping()) {
                accounts.forEach(account -> guarded(self, account, work));
                String last = accounts.getLast();
                accounts = Blocking.await(() -> next.apply(last));
            }
        } catch (RuntimeException e) { // edge of a thread: the database may be away; the next look tries again
            if (!self.isStopping()) {
                LogLine.to(LOG).with(LogKeys.CAUSE, e).warn("months to close were not looked for");
            }
        }
    }

    private static void guarded(StandingThread self, String account, Consumer<String> work) {
        self.step();
        try {
            work.accept(account);
        } catch (RuntimeException e) { // one account's fault is not the others'; the next look tries again
            if (!self.isStopping()) {
                LogLine.to(LOG)
                        .with(LogKeys.ACCOUNT, account)
                        .with(LogKeys.CAUSE, e)
                        .warn("an account's invoices were not brought up to date");
            }
        }
    }
}
