package ai.radium.kit.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class MoneyTest {
    @Property(tries = 500)
    void sumsExactlyInAnyOrder(
            @ForAll List<@BigRange(min = "-1000000", max = "1000000") @Scale(12) BigDecimal> amounts) {
        Money forwards = sum(amounts);

        assertThat(forwards).isEqualTo(sum(amounts.reversed()));
        assertThat(forwards.minus(forwards)).isEqualTo(Money.zero(Money.USD));
    }

    @Test
    void roundsHalfToEvenOnAnInvoice() {
        assertThat(Money.usd("0.125").rounded()).isEqualTo("0.12");
        assertThat(Money.usd("0.135").rounded()).isEqualTo("0.14");
    }

    @Test
    void refusesToAddAnotherCurrency() {
        Money euro = Money.zero(Currency.getInstance("EUR"));

        assertThatThrownBy(() -> Money.usd("1").plus(euro)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesDigitsThatItWouldHaveToDrop() {
        assertThatThrownBy(() -> Money.usd("0.0000000000001")).isInstanceOf(ArithmeticException.class);
    }

    private static Money sum(List<BigDecimal> amounts) {
        return amounts.stream().map(a -> new Money(a, Money.USD)).reduce(Money.zero(Money.USD), Money::plus);
    }
}
