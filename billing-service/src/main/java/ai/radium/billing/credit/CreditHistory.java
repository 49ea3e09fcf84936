package ai.radium.billing.credit;

import ai.radium.kit.paging.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Reads what moved the balances of accounts. */
@ApplicationScoped
class CreditHistory {
    /** What moved an account's balance, newest first. */
    Uni<List<CreditRow>> of(Session session, String account, Page page) {
        return session.createSelectionQuery(
                        "from CreditRow c where c.customer = :customer order by c.time desc, c.id desc",
                        CreditRow.class)
                .setParameter("customer", account)
                .setFirstResult(page.offset())
                .setMaxResults(page.limit())
                .getResultList();
    }

    Uni<Long> length(Session session, String account) {
        return session.createSelectionQuery("select count(c) from CreditRow c where c.customer = :customer", Long.class)
                .setParameter("customer", account)
                .getSingleResult();
    }
}
