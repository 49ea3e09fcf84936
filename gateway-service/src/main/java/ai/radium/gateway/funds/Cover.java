package ai.radium.gateway.funds;

/** Whether an account's funds cover a call. */
public sealed interface Cover {
    /**
     * They do; the reservation must be freed when the call has ended.
     *
     * @param mostTokens of each answer, where the funds cover fewer than the call might have made; 0 = as it asked
     */
    record Covered(Reservation reservation, int mostTokens) implements Cover {}

    /**
     * They do not.
     *
     * @param ofMonth whether it is the month's cap that leaves too little
     * @param needed decimal string, USD: what the call would have needed at least
     * @param left decimal string, USD: what is neither spent nor reserved
     */
    record NotCovered(boolean ofMonth, String needed, String left) implements Cover {}

    /** It cannot be found out: Redis is away, and this gateway holds too little to decide alone. */
    record Unsure() implements Cover {}
}
