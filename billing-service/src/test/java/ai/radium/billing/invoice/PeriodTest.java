package ai.radium.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodTest {
    @ParameterizedTest
    @CsvSource({
        "2028-02-29T23:59:59.999Z, 2028-02-01, 2028-03-01, 29",
        "2027-02-28T23:59:59Z, 2027-02-01, 2027-03-01, 28",
        "2026-03-29T01:30:00Z, 2026-03-01, 2026-04-01, 31",
        "2026-12-31T23:59:59Z, 2026-12-01, 2027-01-01, 31"
    })
    void isACalendarMonthOfUtcWhateverClocksDo(Instant time, LocalDate start, LocalDate end, int days) {
        Period period = Period.of(time);

        assertThat(period.start()).isEqualTo(start);
        assertThat(period.end()).isEqualTo(end);
        assertThat(Duration.between(
                        start.atStartOfDay(ZoneOffset.UTC), period.until().atZone(ZoneOffset.UTC)))
                .isEqualTo(Duration.ofDays(days));
        assertThat(time).isBefore(period.until());
    }

    @Test
    void lateUseIsOfTheNextMonthWithoutAnInvoice() {
        Instant october = Instant.parse("2026-10-31T23:00:00Z");
        LocalDate first = LocalDate.parse("2026-10-01");

        assertThat(Period.next(october, Set.of()).month()).isEqualTo("2026-10");
        assertThat(Period.next(october, Set.of(first)).month()).isEqualTo("2026-11");
        assertThat(Period.next(october, Set.of(first, first.plusMonths(1))).month())
                .isEqualTo("2026-12");
        assertThat(Period.next(october, Set.of(first.plusMonths(1))).month()).isEqualTo("2026-10");
    }

    @Test
    void beginsWithAMonth() {
        assertThatThrownBy(() -> new Period(LocalDate.parse("2026-10-02")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
