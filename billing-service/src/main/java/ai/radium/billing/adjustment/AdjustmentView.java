package ai.radium.billing.adjustment;

import ai.radium.kit.money.Money;
import java.time.Instant;
import java.util.Locale;

/**
 * What was given or taken.
 *
 * @param id also of the ledger's transaction
 * @param balance of the account afterwards, decimal string, exact; negative when something is owed
 */
record AdjustmentView(
        String id,
        String accountId,
        String type,
        String amount,
        String currency,
        String reason,
        String balance,
        Instant createdAt) {
    static AdjustmentView of(AdjustmentRow row, Money balance) {
        return new AdjustmentView(
                row.id,
                row.account,
                row.type.toLowerCase(Locale.ROOT),
                Money.usd(row.amount).rounded(),
                Money.USD.getCurrencyCode(),
                row.reason,
                balance.exact(),
                row.createdAt);
    }
}
