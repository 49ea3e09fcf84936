package ai.radium.billing.credit;

import ai.radium.billing.payment.Payment;
import ai.radium.billing.payment.PaymentMethodRow;
import ai.radium.billing.payment.PaymentMethodStore;
import ai.radium.billing.payment.PaymentProvider;
import ai.radium.kit.outbox.Blocking;
import ai.radium.kit.telemetry.StateChanges;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Has purchases paid by their cards, outside of the transactions of requests. Blocks. */
@ApplicationScoped
class CardPayments {
    private final Mutiny.SessionFactory sessions;
    private final PurchaseStore store;
    private final PaymentMethodStore methods;
    private final PaymentProvider provider;
    private final StateChanges changes;

    CardPayments(
            Mutiny.SessionFactory sessions,
            PurchaseStore store,
            PaymentMethodStore methods,
            PaymentProvider provider,
            StateChanges changes) {
        this.sessions = sessions;
        this.store = store;
        this.methods = methods;
        this.provider = provider;
        this.changes = changes;
    }

    /** Its id is what keeps it from being paid twice. A purchase that is declined has failed for good. */
    Payment charge(PurchaseRow purchase) {
        PaymentMethodRow method =
                Blocking.await(() -> sessions.withSession(session -> methods.any(session, purchase.methodId())));
        Payment payment = provider.charge(method.handle(), purchase.amount(), purchase.id());
        if (payment instanceof Payment.Declined declined) {
            Blocking.await(() -> sessions.withTransaction(session -> fail(session, purchase.id(), declined.reason())));
        }
        return payment;
    }

    private Uni<Void> fail(Session session, String id, String reason) {
        return store.locked(session, id)
                .invoke(purchase -> {
                    if (purchase.isPending()) {
                        purchase.fail(reason);
                        changes.happened("credit_purchase", id, "failed");
                    }
                })
                .replaceWithVoid();
    }
}
