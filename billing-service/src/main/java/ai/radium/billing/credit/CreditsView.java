package ai.radium.billing.credit;

import ai.radium.billing.account.AccountRow;
import ai.radium.kit.money.Money;
import java.time.Instant;
import java.util.List;

/**
 * Credit left and how it came and went.
 *
 * @param balance decimal string, exact; negative when something is owed
 * @param pending purchases that do not count yet, newest first
 * @param history newest first, a page of it
 */
record CreditsView(String balance, String currency, List<PurchaseView> pending, List<Movement> history) {
    static CreditsView of(AccountRow account, List<CreditRow> history, List<PurchaseRow> pending) {
        return new CreditsView(
                account.balance().amount().exact(),
                Money.USD.getCurrencyCode(),
                pending.stream().map(PurchaseRow::toView).toList(),
                history.stream().map(CreditRow::toView).toList());
    }

    /**
     * One ledger transaction on the balance.
     *
     * @param type signup, purchase, usage or adjustment
     * @param amount decimal string with 12 digits after the point; negative when it was used
     */
    record Movement(String id, String type, Instant time, String amount) {}
}
