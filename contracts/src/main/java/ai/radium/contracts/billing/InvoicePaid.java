package ai.radium.contracts.billing;

import java.time.Instant;

/**
 * Nothing of an invoice is owed any more.
 *
 * @param number as it stands on the invoice
 * @param total decimal string, two digits after the point
 */
public record InvoicePaid(String account, String invoiceId, String number, String total, String currency, Instant time)
        implements InvoiceEvent {
    @Override
    public String eventKey() {
        return account;
    }
}
