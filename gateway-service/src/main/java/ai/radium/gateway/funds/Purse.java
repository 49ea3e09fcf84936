package ai.radium.gateway.funds;

/**
 * What this process holds of an account's funds, and what it has committed: reservations of open calls, and what calls have cost
 * that the funds told by billing do not contain yet. Amounts in billionths of a dollar. Pure; whoever uses it guards it.
 */
final class Purse {
    private long held;
    private long noted;
    private long chargedSinceAsked;
    private long reserved;
    private long spent;
    private long records;
    private long containedSpent;
    private long containedRecords;

    long held() {
        return held;
    }

    void hold(long amount) {
        held = amount;
    }

    /** Redis is being asked to note what is held. */
    void ask() {
        chargedSinceAsked = 0;
    }

    /** Redis has noted that so much is held, as things stood when it was asked. */
    void holdAsNoted(long amount) {
        held = amount - chargedSinceAsked;
        noted = amount;
    }

    /** What Redis has noted beyond what is committed. */
    long excess() {
        return noted - committed();
    }

    long committed() {
        return reserved + uncontained();
    }

    /** What is held and not committed; below zero where more was admitted than was held. */
    long free() {
        return held - committed();
    }

    void reserve(long amount) {
        reserved += amount;
    }

    void release(long amount) {
        reserved -= amount;
    }

    /** A call's record is on its way to billing. */
    void spend(long amount) {
        spent += amount;
        records++;
    }

    /**
     * Billing's funds contain that many of this process' records, which cost so much there. What they cost is held no more: it has
     * left the funds, of which others hold the rest.
     *
     * <p>Only sums are told, so a price that was not the same here and there would be missed for ever; once all records are
     * contained the two sums begin anew together.
     */
    void contain(long allRecords, long amount) {
        long before = uncontained();
        containedRecords = Math.max(containedRecords, allRecords);
        containedSpent = Math.max(containedSpent, amount);
        if (containedRecords >= records) {
            spent = containedSpent;
        }
        long charged = before - uncontained();
        held -= charged;
        chargedSinceAsked += charged;
    }

    private long uncontained() {
        return containedRecords >= records ? 0 : Math.max(0, spent - containedSpent);
    }
}
