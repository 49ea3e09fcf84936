package ai.radium.billing.payment;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Stores ways to pay; one that was removed is kept, since purchases name it, and shown to nobody. */
@ApplicationScoped
public class PaymentMethodStore {
    private static final String OF_ACCOUNT =
            "from PaymentMethodRow m where m.account = :account and m.status <> REMOVED ";

    Uni<Void> save(Session session, PaymentMethodRow row) {
        return session.persist(row).chain(session::flush);
    }

    /** The newest first. */
    Uni<List<PaymentMethodRow>> all(Session session, String account) {
        return session.createSelectionQuery(OF_ACCOUNT + "order by m.createdAt desc, m.id desc", PaymentMethodRow.class)
                .setParameter("account", account)
                .getResultList();
    }

    /** Null when the account has no such one. */
    public Uni<PaymentMethodRow> find(Session session, String account, String id) {
        return session.createSelectionQuery(OF_ACCOUNT + "and m.id = :id", PaymentMethodRow.class)
                .setParameter("account", account)
                .setParameter("id", id)
                .getSingleResultOrNull();
    }

    /** The newest card, else the newest of all; null when there is none. */
    public Uni<PaymentMethodRow> preferred(Session session, String account) {
        return all(session, account)
                .map(rows -> rows.stream()
                        .filter(row -> row.type() == MethodType.CARD)
                        .findFirst()
                        .orElse(rows.isEmpty() ? null : rows.getFirst()));
    }

    /** Whatever became of it since. */
    public Uni<PaymentMethodRow> any(Session session, String id) {
        return session.find(PaymentMethodRow.class, id);
    }

    Uni<Boolean> isAnyActive(Session session, String account) {
        return session.createSelectionQuery(
                        "select count(m) from PaymentMethodRow m where m.account = :account and m.status = ACTIVE",
                        Long.class)
                .setParameter("account", account)
                .getSingleResult()
                .map(count -> count > 0);
    }
}
