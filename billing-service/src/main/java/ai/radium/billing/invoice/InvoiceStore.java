package ai.radium.billing.invoice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Invoices of closed months in PostgreSQL, and what they hold as JSON. */
@ApplicationScoped
class InvoiceStore {
    private static final int AT_ONCE = 100;
    private static final TypeReference<List<InvoiceItem>> ITEMS = new TypeReference<>() {};
    private static final TypeReference<List<String>> LINES = new TypeReference<>() {};

    private final ObjectMapper json;

    InvoiceStore(ObjectMapper json) {
        this.json = json;
    }

    /** All of an account, the newest month first. */
    Uni<List<InvoiceRow>> all(Session session, String account) {
        return session.createSelectionQuery(
                        "from InvoiceRow i where i.account = :account order by i.periodStart desc", InvoiceRow.class)
                .setParameter("account", account)
                .getResultList();
    }

    /** What no credit covered of an account's use and of what was taken from it by hand, ever, exact. */
    Uni<BigDecimal> everReceivable(Session session, String account) {
        return session.createNativeQuery(
                        "select coalesce(sum(due), 0) from (select due from monthly_spend where account = :account"
                                + " union all select due from adjustment where account = :account) as dues",
                        BigDecimal.class)
                .setParameter("account", account)
                .getSingleResult();
    }

    /** The accounts after one that have open invoices. */
    Uni<List<String>> accountsWithOpen(Session session, String after) {
        return session.createSelectionQuery(
                        "select distinct i.account from InvoiceRow i where i.status = OPEN and i.account > :after"
                                + " order by i.account",
                        String.class)
                .setParameter("after", after)
                .setMaxResults(AT_ONCE)
                .getResultList();
    }

    Uni<Void> insert(Session session, InvoiceRow row) {
        return session.persist(row).chain(session::flush);
    }

    Invoice invoice(InvoiceRow row, BigDecimal owed) {
        return new Invoice(
                row.id,
                row.number,
                row.account,
                new Period(row.periodStart),
                row.status,
                row.currency,
                read(row.items, ITEMS),
                read(row.seller, LINES),
                read(row.buyer, LINES),
                row.total,
                owed,
                row.createdAt,
                row.dueDate,
                row.paidAt);
    }

    String document(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("it cannot be stored", e);
        }
    }

    private <T> T read(String document, TypeReference<T> type) {
        try {
            return json.readValue(document, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored document cannot be read", e);
        }
    }
}
