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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({"0,0.00", "5.000000000000,5.00", "1.2,1.20", "0.000000270000,0.00000027", "-0.010,-0.01", "1E+3,1000.00"
    })
    void showsASumWithTheDigitsItHasAndAtLeastTwo(String amount, String shown) {
        assertThat(Money.usd(amount).exact()).isEqualTo(shown);
    }

    @Test
    void showsAMeteredAmountWithTwelveDigits() {
        assertThat(Money.usd("0.00000027").metered()).isEqualTo("0.000000270000");
    }

    @ParameterizedTest
    @CsvSource({"0.2,0.200", "3,3.000", "0.200000,0.200", "0.0125,0.0125", "1E+1,10.000"})
    void showsAPriceWithTheDigitsItHasAndAtLeastThree(String price, String shown) {
        assertThat(UnitPrice.text(new BigDecimal(price))).isEqualTo(shown);
    }

    @Test
    void isPositiveAboveZeroOnly() {
        assertThat(Money.usd("0.000000000001").isPositive()).isTrue();
        assertThat(Money.zero(Money.USD).isPositive()).isFalse();
        assertThat(Money.usd("-0.000000000001").isPositive()).isFalse();
    }

    @Test
    void addsTakesAwayAndNegates() {
        assertThat(Money.usd("2").plus(Money.usd("3"))).isEqualTo(Money.usd("5"));
        assertThat(Money.usd("2").minus(Money.usd("3"))).isEqualTo(Money.usd("-1"));
        assertThat(Money.usd("2").negated()).isEqualTo(Money.usd("-2"));
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
