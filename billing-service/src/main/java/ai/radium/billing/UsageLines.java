package ai.radium.billing;

import ai.radium.kit.outbox.RowsJson;
import ai.radium.kit.paging.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny.SelectionQuery;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Stores lines, one per record of what was used, trained or ready, for ever. */
@ApplicationScoped
class UsageLines {
    /** Most lines rated in one transaction, as many as a message holds. */
    static final int CHUNK = 500;

    private static final int ACCOUNTS_AT_ONCE = 100;

    private static final String INSERT_NEW = """
            insert into usage_line
            select * from jsonb_populate_recordset(cast(null as usage_line), cast(cast(? as text) as jsonb))
            on conflict do nothing returning usage_id""";

    /** Lines whose price has come: the newest version begun at their time is there, was not refused and is of what they are for. */
    private static final String RATEABLE = """
            from usage_line l where status = 'WAITING' and (
                select p.refusal is null and (l.type = 'TOKENS' or p.training is not null) from price p where p.model = l.model and p.valid_from <= l.time
                order by p.valid_from desc, p.position desc limit 1)""";

    private static final String SHOWN = " from UsageLineRow l where l.status = RATED and ";
    private static final String NEWEST_FIRST = " order by l.time desc, l.usageId desc";

    /** Inserts the lines whose records never came before and gives back those. */
    Uni<List<UsageLineRow>> insertNew(Session session, List<UsageLineRow> lines) {
        return session.createNativeQuery(INSERT_NEW, String.class)
                .setParameter(1, RowsJson.of(lines))
                .getResultList()
                .map(ids -> firstOfEach(lines, ids));
    }

    Uni<List<String>> accountsWithRateableLines(Session session) {
        return session.createNativeQuery(
                        "select distinct account " + RATEABLE + " limit " + ACCOUNTS_AT_ONCE, String.class)
                .getResultList();
    }

    /** At most {@value #CHUNK} lines of an account that waited for a price which is there now. */
    Uni<List<UsageLineRow>> rateable(Session session, String account) {
        return session.createNativeQuery(
                        "select l.* " + RATEABLE + " and account = ? order by usage_id limit " + CHUNK,
                        UsageLineRow.class)
                .setParameter(1, account)
                .getResultList();
    }

    /** Rated lines, newest first. */
    Uni<List<UsageLineRow>> find(Session session, String account, LineFilter filter, Page page) {
        Map<String, Object> conditions = filter.conditions(account);
        return bound(session.createSelectionQuery(where(conditions) + NEWEST_FIRST, UsageLineRow.class), conditions)
                .setFirstResult(page.offset())
                .setMaxResults(page.limit())
                .getResultList();
    }

    Uni<LineTotals> totals(Session session, String account, LineFilter filter) {
        Map<String, Object> conditions = filter.conditions(account);
        String sums = "select count(l), sum(l.promptTokens), sum(l.completionTokens), sum(l.trainedTokens),"
                + " sum(l.replicaSeconds), sum(l.amount)";
        return bound(session.createSelectionQuery(sums + where(conditions), LineTotals.class), conditions)
                .getSingleResult();
    }

    private static String where(Map<String, Object> conditions) {
        return SHOWN + String.join(" and ", conditions.keySet());
    }

    private static <T> SelectionQuery<T> bound(SelectionQuery<T> query, Map<String, Object> conditions) {
        conditions.forEach(
                (condition, value) -> query.setParameter(condition.substring(condition.indexOf(':') + 1), value));
        return query;
    }

    /** A message may hold a record twice: the first counts. */
    private static List<UsageLineRow> firstOfEach(List<UsageLineRow> lines, List<String> ids) {
        Set<String> left = new java.util.HashSet<>(ids);
        List<UsageLineRow> found = new ArrayList<>(ids.size());
        for (UsageLineRow line : lines) {
            if (left.remove(line.usageId())) {
                found.add(line);
            }
        }
        return found;
    }
}
