package ai.radium.contracts.billing;

import java.time.Instant;
import java.time.LocalDate;

/**
 * An account's spend has reached a share of its cap, once for each share and month. The topic keeps one record of a key for
 * ever, so this has a key of its own beside that of the account's standing.
 *
 * @param month the first day of the calendar month, UTC
 * @param percent 50, 80, 90 or 100 of the cap
 * @param cap decimal string, USD per calendar month, as it was then
 * @param spend decimal string, exact, USD in that month
 */
public record SpendingThresholdReached(
        String account, LocalDate month, int percent, String cap, String spend, String currency, Instant time)
        implements StandingEvent {
    @Override
    public String eventKey() {
        return account + ":threshold-" + percent;
    }
}
