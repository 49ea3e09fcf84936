package ai.radium.gateway.funds;

import ai.radium.contracts.usage.UsageRecord;

/** Kept of an account's funds; used by one call on one loop. */
final class AccountReservation implements Reservation {
    private final AccountFunds account;
    private long amount;

    /** @param amount billionths of a dollar; 0 where the account's funds or the model's price are not known */
    AccountReservation(AccountFunds account, long amount) {
        this.account = account;
        this.amount = amount;
    }

    @Override
    public void spent(UsageRecord record) {
        account.spend(record);
    }

    @Override
    public void free() {
        account.free(amount);
        amount = 0;
    }
}
