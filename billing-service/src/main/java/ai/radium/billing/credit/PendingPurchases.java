package ai.radium.billing.credit;

import ai.radium.billing.payment.Payment;
import ai.radium.kit.life.StandingThread;
import ai.radium.kit.life.StandingThreads;
import ai.radium.kit.outbox.Blocking;
import ai.radium.kit.telemetry.LogKeys;
import ai.radium.kit.telemetry.LogLine;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Finishes purchases by card whose request died on the way: asks the provider again under the same key, which takes no money
 * twice, and lets what is paid count. Level-triggered; several processes may do so, and a request beside them.
 */
@ApplicationScoped
class PendingPurchases {
    private static final Logger LOG = Logger.getLogger(PendingPurchases.class);

    private final Mutiny.SessionFactory sessions;
    private final PurchaseStore store;
    private final Purchases purchases;
    private final CardPayments payments;
    private final InstantSource clock;
    private final StandingThreads threads;
    private final CreditConfig config;

    PendingPurchases(
            Mutiny.SessionFactory sessions,
            PurchaseStore store,
            Purchases purchases,
            CardPayments payments,
            InstantSource clock,
            StandingThreads threads,
            CreditConfig config) {
        this.sessions = sessions;
        this.store = store;
        this.purchases = purchases;
        this.payments = payments;
        this.clock = clock;
        this.threads = threads;
        this.config = config;
    }

    void start(@Observes StartupEvent ignored) {
        threads.start("pending-purchases", this::run);
    }

    private void run(StandingThread self) throws InterruptedException {
        while (!self.isStopping()) {
            try {
                finishSome(self);
            } catch (
                    RuntimeException
                            e) { // edge of a thread: database or provider may be away; the next look tries again
                if (!self.isStopping()) {
                    LogLine.to(LOG).with(LogKeys.CAUSE, e).warn("purchases without an outcome were not looked at");
                }
            }
            self.rest(config.pendingCheck());
        }
    }

    private void finishSome(StandingThread self) {
        List<PurchaseRow> unfinished = Blocking.await(() -> sessions.withSession(
                session -> store.unfinished(session, clock.instant().minus(config.patience()))));
        for (PurchaseRow purchase : unfinished) {
            self.step();
            if (payments.charge(purchase) instanceof Payment.Paid) {
                Blocking.await(() -> sessions.withTransaction(
                        session -> purchases.completed(session, purchase.account(), purchase.id())));
            }
        }
    }
}
