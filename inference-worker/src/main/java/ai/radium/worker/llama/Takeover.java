package ai.radium.worker.llama;

/** How a child with other adapters follows one that serves. llama-server reads adapters at its start only. */
enum Takeover {
    /** Start it beside, give it all new work, end the old one with its last stream. */
    BESIDE,
    /** Ask again when a child that was replaced earlier has ended. */
    WHEN_ANOTHER_HAS_ENDED,
    /** Let what runs end while new work waits, then restart. */
    AFTER_A_DRAIN,
    IMPOSSIBLE;

    /** Of what a child holds: what it may need more than the one beside it does now. */
    private static final double MARGIN = 0.125;

    /**
     * @param available bytes of memory that processes here can still get
     * @param held resident bytes of the child that serves: its own and the model's mapped pages, which both children share
     *     but which must stay in memory
     * @param adapter bytes of the adapter to be added
     * @param othersAreEnding whether children that were replaced earlier still run
     */
    static Takeover plan(long available, long held, long adapter, boolean othersAreEnding) {
        if (available >= held + (long) (held * MARGIN) + adapter) {
            return BESIDE;
        }
        if (othersAreEnding) {
            return WHEN_ANOTHER_HAS_ENDED;
        }
        return available >= adapter ? AFTER_A_DRAIN : IMPOSSIBLE;
    }
}
