package ai.radium.account.audit;

import ai.radium.kit.paging.Page;
import ai.radium.kit.paging.Reply;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.SelectionQuery;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Rows in PostgreSQL. Each account's are a chain, to which one row at a time is added. */
@ApplicationScoped
class AuditLog {
    private static final String BEGIN =
            "insert into audit_chain (account, length, head) values (?, 0, ?) on conflict do nothing";
    private static final String LOCK = "select length, head from audit_chain where account = ? for update";

    private static final String ADD = "insert into audit_row (account, sequence, id, time, actor, address, request_id,"
            + " action, resource, change, previous_hash, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (id) do nothing";
    private static final String END = "update audit_chain set length = ?, head = ? where account = ?";
    private static final String COLUMNS =
            "select id, time, actor, address, request_id, action, resource, change, hash, previous_hash";

    private final Mutiny.SessionFactory sessions;

    AuditLog(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    private record Chain(long length, String head) {}

    /** Adds the row to the end of its account's chain, unless it is there already. */
    Uni<Void> add(Session session, AuditEntry entry) {
        return session.createNativeQuery(BEGIN)
                .setParameter(1, entry.account())
                .setParameter(2, AuditEntry.NO_HASH)
                .executeUpdate()
                .chain(() -> session.createNativeQuery(LOCK, Object[].class)
                        .setParameter(1, entry.account())
                        .getSingleResult())
                .map(row -> new Chain(((Number) row[0]).longValue(), (String) row[1]))
                .chain(chain -> add(session, entry, chain));
    }

    private static Uni<Void> add(Session session, AuditEntry entry, Chain chain) {
        String hash = entry.hashAfter(chain.head());
        return session.createNativeQuery(ADD)
                .setParameter(1, entry.account())
                .setParameter(2, chain.length() + 1)
                .setParameter(3, entry.id())
                .setParameter(4, entry.time())
                .setParameter(5, entry.actor())
                .setParameter(6, entry.address())
                .setParameter(7, entry.requestId())
                .setParameter(8, entry.action())
                .setParameter(9, entry.resource())
                .setParameter(10, entry.change())
                .setParameter(11, chain.head())
                .setParameter(12, hash)
                .executeUpdate()
                .chain(added -> added == 0
                        ? Uni.createFrom().voidItem()
                        : end(session, entry.account(), new Chain(chain.length() + 1, hash)));
    }

    private static Uni<Void> end(Session session, String account, Chain chain) {
        return session.createNativeQuery(END)
                .setParameter(1, chain.length())
                .setParameter(2, chain.head())
                .setParameter(3, account)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Newest first, which is the chain from its end. */
    Uni<Reply<List<AuditView>>> page(String account, AuditFilter filter, Page page) {
        Map<String, Object> conditions = filter.conditions(account);
        String from = " from audit_row where " + String.join(" and ", conditions.keySet());
        return sessions.withSession(session -> filtered(
                        session.createNativeQuery(COLUMNS + from + " order by sequence desc", Object[].class),
                        conditions.values())
                .setFirstResult(page.offset())
                .setMaxResults(page.limit())
                .getResultList()
                .map(rows -> rows.stream().map(AuditLog::view).toList())
                .chain(views -> filtered(
                                session.createNativeQuery("select count(*)" + from, Long.class), conditions.values())
                        .getSingleResult()
                        .map(total -> Reply.list(views, filter.shown(), page, total))));
    }

    private static <T> SelectionQuery<T> filtered(SelectionQuery<T> query, Collection<Object> values) {
        int position = 1;
        for (Object value : values) {
            query.setParameter(position++, value);
        }
        return query;
    }

    private static AuditView view(Object[] row) {
        return new AuditView(
                (String) row[0],
                row[1] instanceof OffsetDateTime time ? time.toInstant() : (Instant) row[1],
                (String) row[2],
                (String) row[3],
                (String) row[4],
                (String) row[5],
                (String) row[6],
                (String) row[7],
                (String) row[8],
                (String) row[9]);
    }
}
