package ai.radium.gateway.idempotency;

/** How a request stands to the first one with its key. */
public sealed interface Claim {
    enum Plain implements Claim {
        /** It is the first, and has a lease. */
        FIRST,
        /** The first one is being worked on. */
        BUSY,
        /** The key stands for another request. */
        OTHER,
        /** It was answered, by more than is kept. */
        TOO_LARGE
    }

    record Kept(KeptReply reply) implements Claim {}
}
