package ai.radium.analytics;

import ai.radium.kit.outbox.RowsJson;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.SelectionQuery;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Stores what failed. */
@ApplicationScoped
class FailedRequests {
    private static final String ADD = """
            insert into failed_request
            select * from jsonb_populate_recordset(cast(null as failed_request), cast(cast(? as text) as jsonb))
            on conflict do nothing""";
    private static final String OF_WINDOW =
            " from FailedRequestRow f where f.account = :account and f.time >= :start and f.time < :end";

    Uni<Void> add(Session session, List<FailedRequestRow> failed) {
        return failed.isEmpty()
                ? Uni.createFrom().voidItem()
                : session.createNativeQuery(ADD)
                        .setParameter(1, RowsJson.of(failed))
                        .executeUpdate()
                        .replaceWithVoid();
    }

    Uni<ErrorAnalysis> analysis(Session session, String account, Window window) {
        return inWindow(
                        session.createSelectionQuery(
                                "select f.code, count(f)" + OF_WINDOW
                                        + " group by f.code order by count(f) desc, f.code",
                                ErrorAnalysis.Count.class),
                        account,
                        window)
                .getResultList()
                .chain(counts -> inWindow(
                                session.createSelectionQuery(
                                        OF_WINDOW + " order by f.time desc, f.usageId desc", FailedRequestRow.class),
                                account,
                                window)
                        .setMaxResults(ErrorAnalysis.MOST_RECENT)
                        .getResultList()
                        .map(recent -> ErrorAnalysis.of(counts, recent)));
    }

    private static <T> SelectionQuery<T> inWindow(SelectionQuery<T> query, String account, Window window) {
        return query.setParameter("account", account)
                .setParameter("start", window.start())
                .setParameter("end", window.end());
    }
}
