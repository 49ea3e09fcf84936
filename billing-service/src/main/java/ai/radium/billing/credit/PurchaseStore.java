package ai.radium.billing.credit;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Stores purchases of credit. */
@ApplicationScoped
class PurchaseStore {
    private static final int AT_ONCE = 50;

    Uni<Void> save(Session session, PurchaseRow row) {
        return session.persist(row).chain(session::flush);
    }

    /** Locked until the transaction ends, as it is now; null when there is none. */
    Uni<PurchaseRow> locked(Session session, String id) {
        return session.find(PurchaseRow.class, id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** Whose it is; null when there is none. */
    Uni<String> accountOf(Session session, String id) {
        return session.createSelectionQuery("select p.account from PurchaseRow p where p.id = :id", String.class)
                .setParameter("id", id)
                .getSingleResultOrNull();
    }

    /** What an earlier sending of the same request made; null when there was none. */
    Uni<PurchaseRow> ofRequest(Session session, String account, String requestKey) {
        return session.createSelectionQuery(
                        "from PurchaseRow p where p.account = :account and p.requestKey = :key", PurchaseRow.class)
                .setParameter("account", account)
                .setParameter("key", requestKey)
                .getSingleResultOrNull();
    }

    /** Those that nothing came of yet, the newest first; of a large number some. */
    Uni<List<PurchaseRow>> pending(Session session, String account) {
        return session.createSelectionQuery(
                        "from PurchaseRow p where p.account = :account and p.status = PENDING"
                                + " order by p.createdAt desc, p.id desc",
                        PurchaseRow.class)
                .setParameter("account", account)
                .setMaxResults(AT_ONCE)
                .getResultList();
    }

    /** Some of those by card that were begun before and have no outcome. */
    Uni<List<PurchaseRow>> unfinished(Session session, Instant before) {
        return session.createSelectionQuery(
                        "from PurchaseRow p where p.status = PENDING and p.methodType = CARD and p.createdAt < :before"
                                + " order by p.createdAt",
                        PurchaseRow.class)
                .setParameter("before", before)
                .setMaxResults(AT_ONCE)
                .getResultList();
    }
}
