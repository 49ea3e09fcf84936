package ai.radium.billing.ledger;

/** An account of the books, for example {@code customer:acct_1:credit}. */
public record LedgerAccount(String name) {
    public static final LedgerAccount USAGE_REVENUE = new LedgerAccount("revenue:usage");
    public static final LedgerAccount PROMOTION = new LedgerAccount("promotion:credits");

    /** Money that cards paid. */
    public static final LedgerAccount CARD_PAYMENTS = new LedgerAccount("payments:card");

    /** Money that came to our bank account. */
    public static final LedgerAccount BANK_PAYMENTS = new LedgerAccount("payments:bank_transfer");

    /** What operators gave and took by hand. */
    public static final LedgerAccount ADJUSTMENTS = new LedgerAccount("adjustments:operator");

    /** What we owe the customer in service. */
    public static LedgerAccount credit(String customer) {
        return new LedgerAccount("customer:" + customer + ":credit");
    }

    /** What the customer owes us. */
    public static LedgerAccount receivable(String customer) {
        return new LedgerAccount("customer:" + customer + ":receivable");
    }
}
