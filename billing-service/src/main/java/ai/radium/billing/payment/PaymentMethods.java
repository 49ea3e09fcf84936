package ai.radium.billing.payment;

import ai.radium.billing.BillingProblem;
import ai.radium.billing.account.AccountRow;
import ai.radium.billing.account.Accounts;
import ai.radium.billing.account.Standings;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import ai.radium.kit.telemetry.StateChanges;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jspecify.annotations.Nullable;

/** What can be done with ways to pay; each change has the account's standing reviewed in its transaction. */
@ApplicationScoped
public class PaymentMethods {
    private static final int MOST = 20;

    private final Mutiny.SessionFactory sessions;
    private final PaymentMethodStore store;
    private final PaymentProvider provider;
    private final Accounts accounts;
    private final Standings standings;
    private final StateChanges changes;
    private final InstantSource clock;

    PaymentMethods(
            Mutiny.SessionFactory sessions,
            PaymentMethodStore store,
            PaymentProvider provider,
            Accounts accounts,
            Standings standings,
            StateChanges changes,
            InstantSource clock) {
        this.sessions = sessions;
        this.store = store;
        this.provider = provider;
        this.accounts = accounts;
        this.standings = standings;
        this.changes = changes;
        this.clock = clock;
    }

    /** The newest first. */
    public Uni<List<PaymentMethodView>> list(Session session, String account) {
        return store.all(session, account)
                .map(rows -> rows.stream().map(PaymentMethodRow::toView).toList());
    }

    /** Those of the newest method that has some; null when none has. */
    public Uni<@Nullable BillingDetails> newestDetails(Session session, String account) {
        return store.all(session, account)
                .map(rows -> rows.stream()
                        .map(PaymentMethodRow::details)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null));
    }

    /**
     * Adds a card that the provider keeps, or the wish to pay by bank transfer.
     *
     * @throws ProblemException INVALID_REQUEST naming the member, PAYMENT_METHOD_DECLINED, TOO_MANY_PAYMENT_METHODS
     */
    public Uni<PaymentMethodView> add(String account, AddPaymentMethod wanted) {
        MethodType type = MethodType.of(wanted.type());
        BillingDetails details =
                wanted.billingDetails() == null ? null : wanted.billingDetails().checked();
        return switch (type) {
            case CARD -> addCard(account, Require.text(wanted.token(), "token"), details);
            case BANK_TRANSFER -> addBankTransfer(account, wanted.token(), details);
        };
    }

    private Uni<PaymentMethodView> addCard(String account, String token, @Nullable BillingDetails details) {
        String id = PaymentMethodRow.nextId();
        return sessions.withTransaction(session -> requireRoom(session, account)
                .chain(() -> Apart.call(() -> provider.add(account, token, id)))
                .chain(answer -> save(
                        session,
                        account,
                        PaymentMethodRow.card(id, account, attached(answer), written(details), clock.instant()))));
    }

    private static Attachment.Attached attached(Attachment answer) {
        return switch (answer) {
            case Attachment.Attached attached -> attached;
            case Attachment.Refused refused ->
                throw new ProblemException(BillingProblem.PAYMENT_METHOD_DECLINED, refused.reason(), "token");
            case Attachment.UnknownToken ignored ->
                throw new ProblemException(
                        CommonProblem.INVALID_REQUEST, "token is none that the payment provider knows", "token");
        };
    }

    private Uni<PaymentMethodView> addBankTransfer(
            String account, @Nullable String token, @Nullable BillingDetails details) {
        if (token != null) {
            throw new ProblemException(CommonProblem.INVALID_REQUEST, "token belongs to a card alone", "token");
        }
        return sessions.withTransaction(session -> requireRoom(session, account)
                .chain(() -> save(
                        session,
                        account,
                        PaymentMethodRow.bankTransfer(
                                PaymentMethodRow.nextId(), account, written(details), clock.instant()))));
    }

    private Uni<Void> requireRoom(Session session, String account) {
        return store.all(session, account)
                .invoke(rows -> {
                    if (rows.size() >= MOST) {
                        throw new ProblemException(
                                BillingProblem.TOO_MANY_PAYMENT_METHODS,
                                "An account has at most " + MOST + " payment methods: remove one first");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<PaymentMethodView> save(Session session, String account, PaymentMethodRow row) {
        return accounts.locked(session, account)
                .chain(locked -> store.save(session, row).chain(() -> reviewed(session, locked)))
                .invoke(() -> changes.happened("payment_method", row.id(), "added"))
                .map(ignored -> row.toView());
    }

    /**
     * The account pays by it no more.
     *
     * @param field that named it
     * @throws ProblemException PAYMENT_METHOD_NOT_FOUND when the account has none of this id
     */
    public Uni<Void> remove(String account, String id, String field) {
        return sessions.withTransaction(session -> accounts.locked(session, account)
                .chain(locked -> store.find(session, account, id)
                        .onItem()
                        .ifNull()
                        .failWith(() -> notFound(field))
                        .call(row -> row.type() == MethodType.CARD
                                ? detached(row)
                                : Uni.createFrom().voidItem())
                        .invoke(PaymentMethodRow::remove)
                        .chain(session::flush)
                        .chain(() -> reviewed(session, locked))
                        .invoke(() -> changes.happened("payment_method", id, "removed"))));
    }

    private Uni<Void> detached(PaymentMethodRow row) {
        return Apart.call(() -> {
                    provider.detach(row.handle());
                    return true;
                })
                .replaceWithVoid();
    }

    /** Money came by it, so that it counts; the account's standing is left to the caller. */
    public Uni<Void> activate(Session session, AccountRow locked, PaymentMethodRow row) {
        row.activate();
        return session.flush().chain(() -> counted(session, locked));
    }

    private Uni<Void> reviewed(Session session, AccountRow locked) {
        return counted(session, locked).chain(() -> standings.review(session, locked));
    }

    private Uni<Void> counted(Session session, AccountRow locked) {
        return store.isAnyActive(session, locked.account())
                .invoke(locked::havePaymentMethod)
                .replaceWithVoid();
    }

    /** To whoever names one that the account does not have. */
    public static ProblemException notFound(String field) {
        return new ProblemException(
                BillingProblem.PAYMENT_METHOD_NOT_FOUND, BillingProblem.PAYMENT_METHOD_NOT_FOUND.title(), field);
    }

    private static @Nullable String written(@Nullable BillingDetails details) {
        return details == null ? null : details.written();
    }
}
