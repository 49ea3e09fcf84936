package ai.radium.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettledTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 3;2, 0;0",
        "5, 0, 3;2, 3;2",
        "4, 0, 3;2, 3;1",
        "1, 0, 3;2, 1;0",
        "4, 4, 3;2, 0;0",
        "6, 4, 3;2, 2;0",
        "8.5, 4, 3;2, 3;1.5"
    })
    void moneyThatComesSettlesTheOldestDebtFirst(
            BigDecimal owed, BigDecimal notInvoiced, String receivables, String each) {
        assertThat(Settled.owed(owed, notInvoiced, numbers(receivables))).isEqualTo(numbers(each));
    }

    @Property
    void nobodyOwesMoreThanEachInvoiceAndAllThatIsOwedIsSomewhere(
            @ForAll @BigRange(min = "0", max = "1000") @Scale(2) BigDecimal notInvoiced,
            @ForAll @BigRange(min = "0", max = "1") @Scale(2) BigDecimal share,
            @ForAll @Size(max = 8) List<@BigRange(min = "0", max = "1000") @Scale(2) BigDecimal> receivables) {
        BigDecimal all = receivables.stream().reduce(notInvoiced, BigDecimal::add);
        BigDecimal owed = all.multiply(share);

        List<BigDecimal> each = Settled.owed(owed, notInvoiced, receivables);

        BigDecimal ofInvoices = each.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(ofInvoices.add(owed.min(notInvoiced))).isEqualByComparingTo(owed);
        for (int i = 0; i < each.size(); i++) {
            assertThat(each.get(i)).isBetween(BigDecimal.ZERO, receivables.get(i));
        }
    }

    private static List<BigDecimal> numbers(String text) {
        return Stream.of(text.split(";")).map(BigDecimal::new).toList();
    }
}
