package ai.radium.billing.account;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * What an account spent in a calendar month.
 *
 * @param month its first day, UTC
 * @param spend USD
 * @param due the part of it that no credit covered, USD
 */
public record MonthlySpend(String account, LocalDate month, BigDecimal spend, BigDecimal due) {
    static MonthlySpend nothing(String account, LocalDate month) {
        return new MonthlySpend(account, month, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    public static LocalDate monthOf(Instant time) {
        return time.atZone(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1);
    }

    public MonthlySpend plus(MonthlySpend other) {
        return new MonthlySpend(account, month, spend.add(other.spend), due.add(other.due));
    }
}
