package ai.radium.billing.credit;

import ai.radium.billing.BillingProblem;
import ai.radium.billing.account.AccountRow;
import ai.radium.billing.account.Accounts;
import ai.radium.billing.account.LedgerStore;
import ai.radium.billing.account.Standings;
import ai.radium.billing.ledger.Transaction;
import ai.radium.billing.payment.Apart;
import ai.radium.billing.payment.MethodType;
import ai.radium.billing.payment.Payment;
import ai.radium.billing.payment.PaymentMethodRow;
import ai.radium.billing.payment.PaymentMethodStore;
import ai.radium.billing.payment.PaymentMethods;
import ai.radium.kit.audit.AuditTrail;
import ai.radium.kit.idempotency.IdempotencyProblem;
import ai.radium.kit.money.Money;
import ai.radium.kit.outbox.Blocking;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.telemetry.StateChanges;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jspecify.annotations.Nullable;

/** Buys credit: the purchase is committed first, then it is paid, then it counts; each step may be repeated. */
@ApplicationScoped
class Purchases {
    private final Mutiny.SessionFactory sessions;
    private final PurchaseStore store;
    private final PaymentMethodStore methods;
    private final PaymentMethods activation;
    private final CardPayments payments;
    private final Accounts accounts;
    private final LedgerStore ledger;
    private final Standings standings;
    private final StateChanges changes;
    private final InstantSource clock;

    Purchases(
            Mutiny.SessionFactory sessions,
            PurchaseStore store,
            PaymentMethodStore methods,
            PaymentMethods activation,
            CardPayments payments,
            Accounts accounts,
            LedgerStore ledger,
            Standings standings,
            StateChanges changes,
            InstantSource clock) {
        this.sessions = sessions;
        this.store = store;
        this.methods = methods;
        this.activation = activation;
        this.payments = payments;
        this.accounts = accounts;
        this.ledger = ledger;
        this.standings = standings;
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * What an account wants to buy.
     *
     * @param methodId null = the preferred one
     * @param requestKey hash of the Idempotency-Key in hexadecimal digits; null without one
     */
    record Order(
            String account,
            Money amount,
            @Nullable String methodId,
            @Nullable String requestKey) {
        boolean isFor(PurchaseRow begun) {
            return begun.amount().equals(amount) && (methodId == null || methodId.equals(begun.methodId()));
        }
    }

    /**
     * By card the credit counts when this returns, by bank transfer when an operator has confirmed it.
     *
     * @throws ProblemException PAYMENT_METHOD_REQUIRED, PAYMENT_METHOD_NOT_FOUND, PAYMENT_DECLINED
     */
    Uni<PurchaseView> buy(Order order) {
        return Apart.call(() -> begun(order))
                .chain(purchase -> purchase.methodType() == MethodType.CARD && purchase.isPending()
                        ? paid(purchase)
                        : outcome(purchase));
    }

    /** In a transaction of its own: it must be there before money moves, whatever becomes of the request. */
    private PurchaseRow begun(Order order) {
        return Blocking.await(() -> sessions.withTransaction(session -> (order.requestKey() == null
                        ? Uni.createFrom().<PurchaseRow>nullItem()
                        : store.ofRequest(session, order.account(), order.requestKey()))
                .chain(before -> before == null ? begin(session, order) : again(before, order))));
    }

    private static Uni<PurchaseRow> again(PurchaseRow before, Order order) {
        if (!order.isFor(before)) {
            throw IdempotencyProblem.reused();
        }
        return Uni.createFrom().item(before);
    }

    private Uni<PurchaseRow> begin(Session session, Order order) {
        return chosen(session, order)
                .map(method ->
                        new PurchaseRow(order.account(), method, order.amount(), order.requestKey(), clock.instant()))
                .call(purchase -> store.save(session, purchase));
    }

    private Uni<PaymentMethodRow> chosen(Session session, Order order) {
        if (order.methodId() != null) {
            return methods.find(session, order.account(), order.methodId())
                    .onItem()
                    .ifNull()
                    .failWith(() -> PaymentMethods.notFound("paymentMethodId"));
        }
        return methods.preferred(session, order.account())
                .onItem()
                .ifNull()
                .failWith(() -> new ProblemException(
                        BillingProblem.PAYMENT_METHOD_REQUIRED,
                        "The account has no payment method: add one first",
                        "paymentMethodId"));
    }

    private Uni<PurchaseView> paid(PurchaseRow purchase) {
        return Apart.call(() -> payments.charge(purchase)).chain(payment -> switch (payment) {
            case Payment.Paid ignored ->
                sessions.withTransaction(session -> completed(session, purchase.account(), purchase.id()));
            case Payment.Declined declined -> throw declined(declined.reason());
        });
    }

    private static Uni<PurchaseView> outcome(PurchaseRow purchase) {
        if (purchase.failure() != null) {
            throw declined(purchase.failure());
        }
        return Uni.createFrom().item(purchase.toView());
    }

    private static ProblemException declined(String reason) {
        return new ProblemException(BillingProblem.PAYMENT_DECLINED, reason, "paymentMethodId");
    }

    /** Makes a paid purchase count, once. */
    Uni<PurchaseView> completed(Session session, String account, String id) {
        return accounts.locked(session, account)
                .chain(locked -> store.locked(session, id)
                        .call(purchase -> purchase.isPending()
                                ? complete(session, locked, purchase)
                                : Uni.createFrom().voidItem())
                        .map(PurchaseRow::toView));
    }

    private Uni<Void> complete(Session session, AccountRow account, PurchaseRow purchase) {
        Transaction posted = account.balance()
                .purchase(purchase.id(), purchase.methodType().payments(), purchase.amount(), clock.instant());
        account.settle(account.balance().after(posted));
        account.receive(purchase.amount());
        purchase.complete(clock.instant());
        return ledger.append(session, List.of(posted))
                .chain(() -> methods.any(session, purchase.methodId()))
                .chain(method -> activation.activate(session, account, method))
                .chain(() -> standings.review(session, account))
                .invoke(() -> changes.happened("credit_purchase", purchase.id(), "completed"));
    }

    /**
     * An operator has seen the money of a bank transfer.
     *
     * @throws ProblemException PURCHASE_NOT_FOUND, NO_BANK_TRANSFER
     */
    Uni<PurchaseView> confirm(String id) {
        return sessions.withTransaction(session -> store.accountOf(session, id)
                .onItem()
                .ifNull()
                .failWith(() -> new ProblemException(
                        BillingProblem.PURCHASE_NOT_FOUND, BillingProblem.PURCHASE_NOT_FOUND.title(), "id"))
                .call(account -> accounts.locked(session, account))
                .call(() -> store.locked(session, id).invoke(Purchases::requireBankTransfer))
                .chain(account -> completed(session, account, id)));
    }

    private static void requireBankTransfer(PurchaseRow purchase) {
        if (purchase.methodType() != MethodType.BANK_TRANSFER) {
            throw new ProblemException(BillingProblem.NO_BANK_TRANSFER, BillingProblem.NO_BANK_TRANSFER.title(), "id");
        }
        if (!purchase.isPending()) {
            AuditTrail.nothingChanged();
        }
    }
}
