package ai.radium.gateway.funds;

import ai.radium.contracts.usage.UsageRecord;

/** What is kept for one call. */
public sealed interface Reservation permits Reservation.None, AccountReservation {
    Reservation NONE = new None();

    /** An attempt's record is on its way to billing: what it cost is the account's no more. */
    void spent(UsageRecord record);

    /** The call has ended, and all its records are spent: the rest is the account's again. */
    void free();

    /** Of a call that costs nobody anything. */
    record None() implements Reservation {
        @Override
        public void spent(UsageRecord record) {
            // nobody pays
        }

        @Override
        public void free() {
            // nothing is kept
        }
    }
}
