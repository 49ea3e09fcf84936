package ai.radium.billing.invoice;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a month came to.
 *
 * @param number null of a draft
 * @param seller lines of text: who sells
 * @param buyer lines of text: who is to pay
 * @param total sum of the items
 * @param owed exact: what of it is not paid and no credit covers
 * @param dueDate null of a draft
 */
record Invoice(
        String id,
        @Nullable String number,
        String account,
        Period period,
        InvoiceStatus status,
        String currency,
        List<InvoiceItem> items,
        List<String> seller,
        List<String> buyer,
        BigDecimal total,
        BigDecimal owed,
        @Nullable Instant createdAt,
        @Nullable LocalDate dueDate,
        @Nullable Instant paidAt) {
    /** Of the month that goes on there is one draft of each account, which has no other name. */
    static final String DRAFT_ID = "inv_draft";

    Invoice {
        items = List.copyOf(items);
        seller = List.copyOf(seller);
        buyer = List.copyOf(buyer);
    }

    static BigDecimal sum(List<InvoiceItem> items) {
        return items.stream().map(InvoiceItem::money).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
