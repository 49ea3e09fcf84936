package ai.radium.billing.invoice;

import ai.radium.billing.account.MonthlySpend;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;

/**
 * A calendar month of the books.
 *
 * @param start its first day, UTC
 */
record Period(LocalDate start) {
    Period {
        if (start.getDayOfMonth() != 1) {
            throw new IllegalArgumentException("a period begins with a month, not on " + start);
        }
    }

    static Period of(Instant time) {
        return new Period(MonthlySpend.monthOf(time));
    }

    /** The month of the oldest use that stands on no invoice, or the first after it that has no invoice yet. */
    static Period next(Instant oldestUse, Set<LocalDate> invoiced) {
        Period period = of(oldestUse);
        while (invoiced.contains(period.start)) {
            period = new Period(period.end());
        }
        return period;
    }

    /** The first day after it. */
    LocalDate end() {
        return start.plusMonths(1);
    }

    /** Use before this instant is of this period or an earlier one. */
    Instant until() {
        return end().atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** {@code 2026-11}. */
    String month() {
        return start.toString().substring(0, "2026-11".length());
    }
}
