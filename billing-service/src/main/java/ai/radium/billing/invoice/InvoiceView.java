package ai.radium.billing.invoice;

import ai.radium.kit.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invoice as its account sees it. Money is a decimal string of two digits after the point; total = the sum of the lines' amounts.
 *
 * @param number null of a draft
 * @param periodEnd the first day after the period (UTC)
 * @param tax part of the total; no tax is charged
 * @param creditApplied what credit has paid
 * @param amountDue what is to be paid
 * @param dueDate null of a draft
 */
public record InvoiceView(
        String id,
        @Nullable String number,
        String status,
        LocalDate periodStart,
        LocalDate periodEnd,
        String currency,
        List<InvoiceItem> lines,
        String subtotal,
        String tax,
        String total,
        String creditApplied,
        String amountDue,
        @Nullable LocalDate dueDate,
        @Nullable Instant createdAt,
        @Nullable Instant paidAt) {
    static InvoiceView of(Invoice invoice) {
        BigDecimal due = due(invoice);
        return new InvoiceView(
                invoice.id(),
                invoice.number(),
                invoice.status().word(),
                invoice.period().start(),
                invoice.period().end(),
                invoice.currency(),
                invoice.items(),
                text(invoice.total()),
                text(BigDecimal.ZERO),
                text(invoice.total()),
                text(invoice.total().subtract(due)),
                text(due),
                invoice.dueDate(),
                invoice.status() == InvoiceStatus.DRAFT ? null : invoice.createdAt(),
                invoice.paidAt());
    }

    /** Lines are rounded one by one: what is owed may be some cents more than they say, and is not asked for. */
    private static BigDecimal due(Invoice invoice) {
        return new BigDecimal(Money.usd(invoice.owed()).rounded()).min(invoice.total());
    }

    private static String text(BigDecimal amount) {
        return Money.usd(amount).rounded();
    }
}
