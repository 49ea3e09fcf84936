package ai.radium.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HourlyPriceTest {
    @ParameterizedTest
    @CsvSource({
        "4.50, 3600, 1, 4.500000000000",
        "4.50, 300, 2, 0.750000000000",
        "1.00, 1, 1, 0.000277777778",
        "0.000000001800, 1, 1, 0.000000000000", // half a unit of the last digit goes to the even one
        "0.000000005400, 1, 1, 0.000000000002",
        "0.00, 300, 8, 0.000000000000",
        "6.00, 86400, 8, 1152.000000000000",
    })
    void isOfAllAcceleratorsOfTheReplica(String price, long seconds, int count, String amount) {
        assertThat(HourlyPrice.of(price, "USD").amountOf(seconds, count).metered())
                .isEqualTo(amount);
    }

    /** Compared without a division: 3600 times the amount is less than half a unit of 3600 away from the exact product. */
    @Property
    void isNeverFurtherFromTheExactCostThanHalfAUnitOfTheLastDigit(
            @ForAll @LongRange(min = 1, max = 10_000_000) long seconds,
            @ForAll @IntRange(min = 1, max = 16) int count,
            @ForAll @LongRange(min = 0, max = 100_000_000) long millionths) {
        BigDecimal price = BigDecimal.valueOf(millionths, 6);

        BigDecimal amount = new HourlyPrice(price).amountOf(seconds, count).amount();

        BigDecimal exact = price.multiply(BigDecimal.valueOf(seconds)).multiply(BigDecimal.valueOf(count));
        assertThat(amount.multiply(BigDecimal.valueOf(3_600)).subtract(exact).abs())
                .isLessThanOrEqualTo(new BigDecimal(BigInteger.valueOf(1_800), 12));
    }

    @ParameterizedTest
    @CsvSource({"-0.01, USD", "free, USD", "4.50, EUR", "0.0000000000001, USD"})
    void refusesWhatCannotBeCharged(String price, String currency) {
        assertThatThrownBy(() -> HourlyPrice.of(price, currency)).isInstanceOf(IllegalArgumentException.class);
    }
}
