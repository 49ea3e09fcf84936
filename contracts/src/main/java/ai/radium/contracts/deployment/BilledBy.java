package ai.radium.contracts.deployment;

/** What the use of a deployment is paid by: one of them, never both. */
public enum BilledBy {
    /** The tokens of each call, at the model's price. */
    TOKENS,
    /** The time its replicas are ready, at their accelerators' price; a call costs nothing. */
    REPLICA_SECONDS
}
