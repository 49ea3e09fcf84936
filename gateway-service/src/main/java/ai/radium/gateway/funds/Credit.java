package ai.radium.gateway.funds;

import ai.radium.contracts.billing.FundsChanged;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What an account may still spend, as billing has told; amounts in billionths of a dollar. */
record Credit(long version, long balance, boolean mayOwe, LocalDate month, long leftOfMonth, long cap) {
    static Credit of(FundsChanged told) {
        long cap = NanoDollars.of(told.cap());
        return new Credit(
                told.version(),
                NanoDollars.of(told.balance()),
                told.mayOwe(),
                told.month(),
                cap - NanoDollars.of(told.spend()),
                cap);
    }

    /** Of the balance, unless more may be owed, and of the month's cap. */
    long left(Instant now) {
        return isBoundByMonth(now) ? ofMonth(now) : balance;
    }

    /** Whether the month's cap is what ends it. */
    boolean isBoundByMonth(Instant now) {
        return mayOwe || ofMonth(now) < balance;
    }

    private long ofMonth(Instant now) {
        boolean isOver =
                now.atZone(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1).isAfter(month);
        return isOver ? cap : leftOfMonth;
    }
}
