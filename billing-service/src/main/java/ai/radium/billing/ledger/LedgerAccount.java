package ai.radium.billing.ledger;

/** An account of the books, for example {@code customer:acct_1:credit}. */
public record LedgerAccount(String name) {
    public static final LedgerAccount USAGE_REVENUE = new LedgerAccount("revenue:usage");
    public static final LedgerAccount PROMOTION = new LedgerAccount("promotion:credits");

    /** What we owe the customer in service. */
    public static LedgerAccount credit(String customer) {
        return new LedgerAccount("customer:" + customer + ":credit");
    }

    /** What the customer owes us. */
    public static LedgerAccount receivable(String customer) {
        return new LedgerAccount("customer:" + customer + ":receivable");
    }
}
