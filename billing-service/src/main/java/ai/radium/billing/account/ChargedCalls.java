package ai.radium.billing.account;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * Calls that one gateway's process made for an account and that are charged.
 *
 * @param gateway as the usage events say
 * @param records how many, those that cost nothing included
 * @param amount USD
 * @param latest time of the newest of them
 */
public record ChargedCalls(String account, String gateway, long records, BigDecimal amount, Instant latest) {
    public ChargedCalls plus(ChargedCalls other) {
        return new ChargedCalls(
                account,
                gateway,
                records + other.records,
                amount.add(other.amount),
                latest.isBefore(other.latest) ? other.latest : latest);
    }
}
