package ai.radium.billing;

import ai.radium.kit.money.Money;
import java.time.Instant;
import java.util.List;

/**
 * Credit left and how it came and went.
 *
 * @param balance decimal string, exact; negative when something is owed
 * @param history newest first, a page of it
 */
record CreditsView(String balance, String currency, List<Movement> history) {
    static CreditsView of(AccountRow account, List<CreditRow> history) {
        return new CreditsView(
                account.balance().amount().exact(),
                Money.USD.getCurrencyCode(),
                history.stream().map(CreditRow::toView).toList());
    }

    /**
     * One ledger transaction on the credit.
     *
     * @param type signup or usage
     * @param amount decimal string with 12 digits after the point; negative when it was used
     */
    record Movement(String id, String type, Instant time, String amount) {}
}
