package ai.radium.billing.ledger;

import ai.radium.kit.money.Money;

/**
 * One side of a movement.
 *
 * @param amount positive = debit, negative = credit, never zero
 */
public record Entry(LedgerAccount account, Money amount) {
    public Entry {
        if (amount.amount().signum() == 0) {
            throw new IllegalArgumentException("an entry of nothing in " + account.name());
        }
    }
}
