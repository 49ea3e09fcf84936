package ai.radium.gateway.funds;

/** What Redis is told and asked of an account, until it has answered or cannot any more. Guarded by its account. */
final class Question {
    private final long committed;
    private final long needed;
    private final long version;
    private final long funds;
    private final long heldBefore;
    private boolean over;

    /**
     * @param committed what is held in any case
     * @param needed beyond that
     * @param version of the funds
     * @param funds as billing told them
     * @param heldBefore what was held when it was asked
     */
    Question(long committed, long needed, long version, long funds, long heldBefore) {
        this.committed = committed;
        this.needed = needed;
        this.version = version;
        this.funds = funds;
        this.heldBefore = heldBefore;
    }

    long committed() {
        return committed;
    }

    long needed() {
        return needed;
    }

    long version() {
        return version;
    }

    long funds() {
        return funds;
    }

    long heldBefore() {
        return heldBefore;
    }

    void end() {
        over = true;
    }

    boolean isOver() {
        return over;
    }
}
