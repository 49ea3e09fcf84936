package ai.radium.account.key;

import ai.radium.account.AccountProblem;
import ai.radium.contracts.key.KeyChanged;
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

/** Keys in PostgreSQL; always asked for by account, but for the gateway. */
@ApplicationScoped
class KeyStore {
    /** Held from before a change gets its number until it is committed, so that numbers become visible in their order. */
    private static final String TAKE_TURNS = "select pg_advisory_xact_lock(7219003)";

    private static final String FILTER = " from KeyRow k where k.account = :account";
    private static final String IS_OVER = "(k.expiresAt <= :now or k.retiresAt <= :now)";
    /** Everything that one member answers for; the numbers are given in one go. */
    private static final String TOUCH = "update api_key set status = ?, version = version + 1,"
            + " change = nextval('api_key_change') where account = ? and made_by = ? and status = 'ACTIVE'"
            + " returning id, version";

    private static final int MOST_CHANGES = 1_000;

    private final Outbox outbox;

    KeyStore(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Stores what is new or changed, gives the change its number and tells of it. */
    Uni<KeyRow> save(Session session, KeyRow row) {
        return takeTurn(session)
                .chain(() -> session.createNativeQuery("select nextval('api_key_change')", Long.class)
                        .getSingleResult())
                .invoke(row::number)
                .chain(() -> session.persist(row).chain(session::flush))
                .chain(() -> outbox.append(session, row.changed()).replaceWith(row));
    }

    /** Tells of each of the member's keys that something changed, or that all are revoked from now on. */
    Uni<Void> touchAllOf(Session session, String account, String sub, Status status) {
        return takeTurn(session)
                .chain(() -> session.createNativeQuery(TOUCH, Object[].class)
                        .setParameter(1, status.name())
                        .setParameter(2, account)
                        .setParameter(3, sub)
                        .getResultList())
                .chain(touched -> outbox.appendAll(
                        session,
                        touched.stream()
                                .map(row ->
                                        new KeyChanged((String) row[0], account, status, ((Number) row[1]).longValue()))
                                .toList()));
    }

    private static Uni<?> takeTurn(Session session) {
        return session.createNativeQuery(TAKE_TURNS, Object.class).getSingleResultOrNull();
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
    Uni<List<KeyRow>> page(Session session, KeyFilter filter, Page page) {
        String query = "select k" + where(filter) + " order by k.createdAt desc, k.id";
        return filtered(session.createQuery(query, KeyRow.class), filter)
                .setFirstResult(page.offset())
                .setMaxResults(page.limit())
                .getResultList();
    }

    Uni<Long> count(Session session, KeyFilter filter) {
        return filtered(session.createQuery("select count(k)" + where(filter), Long.class), filter)
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

    private static String where(KeyFilter filter) {
        return FILTER
                + switch (filter.state()) {
                    case null -> "";
                    case ACTIVE ->
                        " and k.status = ACTIVE and (k.expiresAt is null or k.expiresAt > :now)"
                                + " and (k.retiresAt is null or k.retiresAt > :now)";
                    case EXPIRED -> " and k.status = ACTIVE and " + IS_OVER;
                    case REVOKED -> " and k.status = REVOKED";
                };
    }

    private static <T> SelectionQuery<T> filtered(SelectionQuery<T> query, KeyFilter filter) {
        query.setParameter("account", filter.account());
        boolean asksForTime = filter.state() == KeyState.ACTIVE || filter.state() == KeyState.EXPIRED;
        return asksForTime ? query.setParameter("now", filter.now()) : query;
    }

    private static KeyRow visible(@Nullable KeyRow row, String account) {
        if (row == null || !row.account().equals(account)) {
            throw new ProblemException(AccountProblem.KEY_NOT_FOUND, "API key not found", "id");
        }
        return row;
    }
}
