package ai.radium.contracts.billing;

import java.time.LocalDate;
import java.util.List;

/**
 * What an account may still spend, in full. The topic keeps one record of a key for ever, so this has a key of its own beside
 * that of the account's standing.
 *
 * @param balance decimal string, exact, USD: what is left, or owed when negative
 * @param mayOwe whether a payment method lets the balance go below zero
 * @param month the first day of the calendar month, UTC, that the spend is of
 * @param spend decimal string, exact, USD in that month
 * @param cap decimal string, exact, USD per calendar month
 * @param contained the calls that balance and spend contain, of those gateways whose calls were charged last
 * @param version larger than that of every earlier one of the account
 */
public record FundsChanged(
        String account,
        String balance,
        boolean mayOwe,
        LocalDate month,
        String spend,
        String cap,
        String currency,
        List<Contained> contained,
        long version)
        implements StandingEvent {
    private static final String KEY_SUFFIX = ":funds";

    public FundsChanged {
        contained = List.copyOf(contained);
    }

    @Override
    public String eventKey() {
        return account + KEY_SUFFIX;
    }

    /**
     * All calls of one gateway's process for the account that have been charged.
     *
     * @param gateway as the usage events say
     * @param records how many, those that cost nothing included
     * @param amount decimal string with 12 digits after the point: what they cost
     */
    public record Contained(String gateway, long records, String amount) {}
}
