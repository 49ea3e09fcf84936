package ai.radium.billing.ledger;

import ai.radium.billing.ledger.Transaction.Movement;
import ai.radium.kit.money.Money;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * What a customer has left, or owes when negative. Credit is used before anything is owed, and what is owed is settled
 * before credit grows, so that never both of the customer's accounts hold something.
 */
public record CustomerBalance(String customer, Money amount) {
    /** The free credit of a new account. */
    public Transaction signUp(Money gift, Instant time) {
        return received("signup:" + customer, Transaction.Kind.SIGN_UP, LedgerAccount.PROMOTION, gift, time);
    }

    /** Credit that was bought and is paid. */
    public Transaction purchase(String purchaseId, LedgerAccount payments, Money paid, Instant time) {
        return received(purchaseId, Transaction.Kind.PURCHASE, payments, paid, time);
    }

    /** What an operator gives. */
    public Transaction given(String adjustmentId, Money gift, Instant time) {
        return received(adjustmentId, Transaction.Kind.ADJUSTMENT, LedgerAccount.ADJUSTMENTS, gift, time);
    }

    /** What an operator takes. */
    public Transaction taken(String adjustmentId, Money money, Instant time) {
        return charged(adjustmentId, Transaction.Kind.ADJUSTMENT, LedgerAccount.ADJUSTMENTS, money, time);
    }

    private Transaction received(String id, Transaction.Kind kind, LedgerAccount from, Money money, Instant time) {
        Money settled = least(positive(amount.negated()), money);
        return Transaction.of(
                id,
                customer,
                kind,
                time,
                new Movement(from, LedgerAccount.receivable(customer), settled),
                new Movement(from, LedgerAccount.credit(customer), money.minus(settled)));
    }

    /** The cost of a usage record, which must be more than nothing. */
    public Transaction usage(String usageId, Money cost, Instant time) {
        return charged(usageId, Transaction.Kind.USAGE, LedgerAccount.USAGE_REVENUE, cost, time);
    }

    private Transaction charged(String id, Transaction.Kind kind, LedgerAccount to, Money cost, Instant time) {
        Money covered = least(positive(amount), cost);
        return Transaction.of(
                id,
                customer,
                kind,
                time,
                new Movement(LedgerAccount.credit(customer), to, covered),
                new Movement(LedgerAccount.receivable(customer), to, cost.minus(covered)));
    }

    public CustomerBalance after(Transaction posted) {
        return new CustomerBalance(
                customer,
                amount.minus(posted.on(LedgerAccount.credit(customer)))
                        .minus(posted.on(LedgerAccount.receivable(customer))));
    }

    private static Money positive(Money money) {
        return new Money(money.amount().max(BigDecimal.ZERO), money.currency());
    }

    private static Money least(Money one, Money other) {
        return one.minus(other).isPositive() ? other : one;
    }
}
