package ai.radium.billing.payment;

import ai.radium.kit.ids.Ids;
import ai.radium.kit.money.Money;
import ai.radium.kit.outbox.Blocking;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/**
 * Takes no real money: for trying out, and for installs that are paid by bank transfer alone. It knows test tokens, and
 * keeps its charges in a table of its own in transactions of its own, as an outside system would.
 */
final class OfflineProvider implements PaymentProvider {
    static final String VISA = "tok_test_visa";
    static final String DECLINED = "tok_test_declined";
    /** Can be added; each charge is declined. */
    static final String CHARGE_DECLINED = "tok_test_charge_declined";

    private static final Map<String, Card> CARDS = Map.of(
            VISA, new Card("visa", "4242", 12, 2034),
            CHARGE_DECLINED, new Card("visa", "0341", 12, 2034));

    private static final Set<String> NEVER_PAY = Set.of(handle(CHARGE_DECLINED));

    private static final String CHARGE = """
            insert into offline_charge (idempotency_key, id, handle, amount, currency) values (?, ?, ?, ?, ?)
            on conflict do nothing""";

    private final Mutiny.SessionFactory sessions;
    private final Duration answerAfter;

    /** @param answerAfter how long the answer to a charge is on its way */
    OfflineProvider(Mutiny.SessionFactory sessions, Duration answerAfter) {
        this.sessions = sessions;
        this.answerAfter = answerAfter;
    }

    @Override
    public Attachment add(String account, String token, String idempotencyKey) {
        if (token.equals(DECLINED)) {
            return new Attachment.Refused("The card was declined");
        }
        Card card = CARDS.get(token);
        return card == null ? new Attachment.UnknownToken() : new Attachment.Attached(handle(token), card);
    }

    @Override
    public Payment charge(String handle, Money amount, String idempotencyKey) {
        if (NEVER_PAY.contains(handle)) {
            return new Payment.Declined("The card was declined");
        }
        return Blocking.await(
                () -> answered(sessions.withTransaction(session -> charged(session, handle, amount, idempotencyKey))));
    }

    private Uni<Payment> answered(Uni<Payment> charged) {
        return answerAfter.isPositive() ? charged.onItem().delayIt().by(answerAfter) : charged;
    }

    private static Uni<Payment> charged(Session session, String handle, Money amount, String idempotencyKey) {
        return session.createNativeQuery(CHARGE)
                .setParameter(1, idempotencyKey)
                .setParameter(2, Ids.next("och"))
                .setParameter(3, handle)
                .setParameter(4, amount.amount())
                .setParameter(5, amount.currency().getCurrencyCode())
                .executeUpdate()
                .chain(() -> session.createNativeQuery(
                                "select id from offline_charge where idempotency_key = ?", String.class)
                        .setParameter(1, idempotencyKey)
                        .getSingleResult())
                .map(Payment.Paid::new);
    }

    @Override
    public void detach(String handle) {
        // nothing was kept
    }

    private static String handle(String token) {
        return "offline:" + token;
    }
}
