package ai.radium.billing.invoice;

import java.util.List;
import java.util.Objects;

/** An invoice's lines as cells. */
final class InvoiceCsv {
    static final List<String> COLUMNS = List.of(
            "number",
            "periodStart",
            "periodEnd",
            "type",
            "description",
            "model",
            "deploymentId",
            "keyId",
            "jobId",
            "quantity",
            "unit",
            "unitPrice",
            "pricePer",
            "amount",
            "currency");

    private InvoiceCsv() {}

    static List<List<String>> rows(Invoice invoice) {
        return invoice.items().stream().map(item -> row(invoice, item)).toList();
    }

    private static List<String> row(Invoice invoice, InvoiceItem item) {
        return List.of(
                Objects.requireNonNullElse(invoice.number(), ""),
                invoice.period().start().toString(),
                invoice.period().end().toString(),
                item.type(),
                item.description(),
                item.model(),
                Objects.requireNonNullElse(item.deploymentId(), ""),
                Objects.requireNonNullElse(item.keyId(), ""),
                Objects.requireNonNullElse(item.jobId(), ""),
                Long.toString(item.quantity()),
                item.unit(),
                item.unitPrice(),
                Long.toString(item.pricePer()),
                item.amount(),
                invoice.currency());
    }
}
