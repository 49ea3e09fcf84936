package ai.radium.gateway.funds;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.billing.FundsChanged;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreditTest {
    private static final LocalDate NOVEMBER = LocalDate.parse("2026-11-01");

    @ParameterizedTest
    @CsvSource({
        "3.75, false, 1.25, 50.00, 2026-11-25, 3.75, false",
        "3.75, false, 48.00, 50.00, 2026-11-25, 2, true",
        "3.75, false, 48.00, 50.00, 2026-12-01, 3.75, false",
        "-2.00, true, 48.00, 50.00, 2026-11-25, 2, true",
        "-2.00, true, 48.00, 50.00, 2026-12-01, 50, true",
        "-2.00, false, 1.00, 50.00, 2026-11-25, -2, false",
        "3.00, false, 60.00, 50.00, 2026-11-25, -10, true",
        "0.0000000019, false, 0.00, 50.00, 2026-11-25, 0.000000001, false"
    })
    void isTheBalanceUnlessMoreMayBeOwedAndNoMoreThanTheMonthLeaves(
            String balance, boolean mayOwe, String spend, String cap, String day, String left, boolean byMonth) {
        Instant now = Instant.parse(day + "T00:00:00Z");
        Credit credit =
                Credit.of(new FundsChanged("acct_1", balance, mayOwe, NOVEMBER, spend, cap, "USD", List.of(), 1));

        assertThat(NanoDollars.text(credit.left(now))).isEqualTo(left);
        assertThat(credit.isBoundByMonth(now)).isEqualTo(byMonth);
    }
}
