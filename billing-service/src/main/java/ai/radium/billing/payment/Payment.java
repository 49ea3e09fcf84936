package ai.radium.billing.payment;

/** What became of a charge. */
public sealed interface Payment {
    /** @param id the provider's, of the charge */
    record Paid(String id) implements Payment {}

    /** @param reason in the customer's words */
    record Declined(String reason) implements Payment {}
}
