package ai.radium.billing.spending;

/** Why an account may not spend; its name is the code in events and replies. */
public enum SuspensionReason {
    /** Nothing is left to pay with: no credit, and no payment method. */
    CREDITS_EXHAUSTED,
    /** The month's spend has reached the cap. */
    SPENDING_LIMIT
}
