package ai.radium.contracts.billing;

import java.time.Instant;
import java.time.LocalDate;

/**
 * A month was closed.
 *
 * @param number as it stands on the invoice
 * @param periodStart the month's first day, UTC
 * @param total decimal string, two digits after the point
 */
public record InvoiceCreated(
        String account,
        String invoiceId,
        String number,
        LocalDate periodStart,
        String total,
        String currency,
        LocalDate dueDate,
        Instant time)
        implements InvoiceEvent {
    @Override
    public String eventKey() {
        return account;
    }
}
