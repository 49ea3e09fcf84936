package ai.radium.billing.invoice;

import ai.radium.billing.ledger.LedgerAccount;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Rated lines that stand on no invoice yet. */
@ApplicationScoped
class OpenLines {
    private static final int AT_ONCE = 100;
    private static final String OF =
            " from usage_line l where l.account = :account and l.status = 'RATED' and l.invoice_id is null";
    private static final String BEFORE = OF + " and l.time < :until";

    /** A failed attempt used nothing: it is closed with what else the month has, and makes no invoice of its own. */
    private static final String SOMETHING = " and (l.prompt_tokens > 0 or l.completion_tokens > 0"
            + " or l.trained_tokens > 0 or l.replica_seconds > 0)";

    private static final String USED =
            """
            select l.type, l.model, l.deployment_id, l.key_id, l.job_id, l.accelerator,
                l.input_price, l.output_price, l.training_price, l.hourly_price,
                cast(sum(l.prompt_tokens) as bigint), cast(sum(l.cached_tokens) as bigint),
                cast(sum(l.completion_tokens) as bigint), cast(sum(l.trained_tokens) as bigint),
                cast(sum(l.replica_seconds * l.accelerator_count) as bigint), sum(l.amount)""" + BEFORE + " group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10";

    private static final String RECEIVABLE = "select coalesce(sum(e.amount), 0) from ledger_entry e"
            + " where e.ledger_account = :receivable and e.transaction_id in (select l.usage_id" + BEFORE + ")";

    /** The accounts after one that have some from before an instant. */
    Uni<List<String>> accountsWithSome(Session session, Instant until, String after) {
        return session.createNativeQuery(
                        "select distinct l.account from usage_line l where l.status = 'RATED' and l.invoice_id is null"
                                + " and l.time < :until and l.account > :after" + SOMETHING
                                + " order by l.account limit " + AT_ONCE,
                        String.class)
                .setParameter("until", until)
                .setParameter("after", after)
                .getResultList();
    }

    /** When the oldest was used; null when there is none. */
    Uni<Instant> oldest(Session session, String account) {
        return session.createNativeQuery("select min(l.time)" + OF + SOMETHING, Instant.class)
                .setParameter("account", account)
                .getSingleResultOrNull();
    }

    Uni<List<Used>> used(Session session, String account, Instant until) {
        return session.createNativeQuery(USED, Object[].class)
                .setParameter("account", account)
                .setParameter("until", until)
                .getResultList()
                .map(rows -> rows.stream().map(Used::of).toList());
    }

    /** What no credit covered of them when they were used, exact. */
    Uni<BigDecimal> receivable(Session session, String account, Instant until) {
        return session.createNativeQuery(RECEIVABLE, BigDecimal.class)
                .setParameter("receivable", LedgerAccount.receivable(account).name())
                .setParameter("account", account)
                .setParameter("until", until)
                .getSingleResult();
    }

    /** From now on they stand on this invoice. */
    Uni<Void> close(Session session, String account, Instant until, String invoiceId) {
        return session.createNativeQuery("update usage_line l set invoice_id = :invoice where l.account = :account"
                        + " and l.status = 'RATED' and l.invoice_id is null and l.time < :until")
                .setParameter("invoice", invoiceId)
                .setParameter("account", account)
                .setParameter("until", until)
                .executeUpdate()
                .replaceWithVoid();
    }
}
