package ai.radium.contracts.billing;

import ai.radium.contracts.Event;
import java.time.LocalDate;

/** What becomes of an account's spending. */
public sealed interface SpendingEvent extends Event {
    /**
     * The spend of a calendar month (UTC) came to this share of the account's limit.
     *
     * @param month its first day
     * @param percent 50, 80 or 100
     * @param spend decimal string, exact, USD
     * @param limit decimal string, USD
     */
    record SpendingThresholdReached(String account, LocalDate month, int percent, String spend, String limit)
            implements SpendingEvent {
        @Override
        public String eventKey() {
            return account;
        }
    }
}
