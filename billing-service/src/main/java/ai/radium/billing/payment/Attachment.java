package ai.radium.billing.payment;

/** What became of a token. */
public sealed interface Attachment {
    /** @param handle by which the provider knows it from now on; not a secret of the card's */
    record Attached(String handle, Card card) implements Attachment {}

    /** @param reason in the customer's words */
    record Refused(String reason) implements Attachment {}

    /** It is none of the provider's. */
    record UnknownToken() implements Attachment {}
}
