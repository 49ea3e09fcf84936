package ai.radium.account.key;

import ai.radium.account.AccountProblem;
import ai.radium.contracts.key.KeyChanged.Status;
import ai.radium.kit.outbox.Outbox;
import ai.radium.kit.paging.Page;
import ai.radium.kit.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny.SelectionQuery;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jspecify.annotations.Nullable;

/** Keys in PostgreSQL; always asked for by account, but for the edge. */
@ApplicationScoped
class KeyStore {
    /** Held from before a change gets its number until it is committed, so that numbers become visible in their order. */
    private static final String TAKE_TURNS = "select pg_advisory_xact_lock(7219003)";

    private static final String FILTER =
            " from KeyRow k where k.account = :account and (:status is null or k.status = :status)";
    private static final int MOST_CHANGES = 1_000;

    private final Outbox outbox;

    KeyStore(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Stores what is new or changed, gives the change its number and tells of it. */
    Uni<KeyRow> save(Session session, KeyRow row) {
        return session.createNativeQuery(TAKE_TURNS, Object.class)
                .getSingleResultOrNull()
                .chain(() -> session.createNativeQuery("select nextval('api_key_change')", Long.class)
                        .getSingleResult())
                .invoke(row::number)
                .chain(() -> session.persist(row).chain(session::flush))
                .chain(() -> outbox.append(session, row.changed()).replaceWith(row));
    }

    /** @throws ProblemException KEY_NOT_FOUND also for another account's */
    Uni<KeyRow> owned(Session session, String account, String id) {
        return session.find(KeyRow.class, id).map(row -> visible(row, account));
    }

    /** Nobody else changes it meanwhile. */
    Uni<KeyRow> locked(Session session, String account, String id) {
        return session.find(KeyRow.class, id, LockMode.PESSIMISTIC_WRITE).map(row -> visible(row, account));
    }

    Uni<Optional<KeyRow>> byHash(Session session, String hash) {
        return session.createQuery("from KeyRow k where k.hash = :hash", KeyRow.class)
                .setParameter("hash", hash)
                .getResultList()
                .map(found -> found.stream().findFirst());
    }

    /** Newest first. */
    Uni<List<KeyRow>> page(Session session, String account, @Nullable Status status, Page page) {
        return filtered(
                        session.createQuery("select k" + FILTER + " order by k.createdAt desc, k.id", KeyRow.class),
                        account,
                        status)
                .setFirstResult(page.offset())
                .setMaxResults(page.limit())
                .getResultList();
    }

    Uni<Long> count(Session session, String account, @Nullable Status status) {
        return filtered(session.createQuery("select count(k)" + FILTER, Long.class), account, status)
                .getSingleResult();
    }

    /** The oldest changes with a greater number. */
    Uni<List<KeyRow>> changedAfter(Session session, long number) {
        return session.createQuery("from KeyRow k where k.change > :number order by k.change", KeyRow.class)
                .setParameter("number", number)
                .setMaxResults(MOST_CHANGES)
                .getResultList();
    }

    Uni<Long> lastChange(Session session) {
        return session.createQuery("select coalesce(max(k.change), 0) from KeyRow k", Long.class)
                .getSingleResult();
    }

    private static <T> SelectionQuery<T> filtered(SelectionQuery<T> query, String account, @Nullable Status status) {
        return query.setParameter("account", account).setParameter("status", status);
    }

    private static KeyRow visible(@Nullable KeyRow row, String account) {
        if (row == null || !row.account().equals(account)) {
            throw new ProblemException(AccountProblem.KEY_NOT_FOUND, "API key not found", "id");
        }
        return row;
    }
}
