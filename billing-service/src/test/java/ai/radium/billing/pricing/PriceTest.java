package ai.radium.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.kit.money.Money;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class PriceTest {
    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

    @Property
    void costsWhatIntegerArithmeticSays(
            @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long inputMillionths,
            @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long outputMillionths,
            @ForAll @IntRange(min = 0, max = 10_000_000) int prompt,
            @ForAll @IntRange(min = 0, max = 10_000_000) int completion) {
        Price price = new Price(
                "1", NEW_YEAR, BigDecimal.valueOf(inputMillionths, 6), BigDecimal.valueOf(outputMillionths, 6), null);

        Money cost = price.amountOf(prompt, completion);

        assertThat(cost.amount().unscaledValue())
                .isEqualTo(BigInteger.valueOf(inputMillionths)
                        .multiply(BigInteger.valueOf(prompt))
                        .add(BigInteger.valueOf(outputMillionths).multiply(BigInteger.valueOf(completion))));
    }

    @Property
    void trainingCostsWhatIntegerArithmeticSays(
            @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long millionths,
            @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long tokens) {
        Price price = new Price("1", NEW_YEAR, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.valueOf(millionths, 6));

        assertThat(price.amountOfTraining(tokens).orElseThrow().amount().unscaledValue())
                .isEqualTo(BigInteger.valueOf(millionths).multiply(BigInteger.valueOf(tokens)));
    }

    @Example
    void hasNoCostOfTrainingWithoutAPriceOfIt() {
        assertThat(new Price("1", NEW_YEAR, BigDecimal.ONE, BigDecimal.ONE, null).amountOfTraining(1))
                .isEmpty();
    }

    @Example
    void refusesAPriceOfTrainingThatCannotBeExact() {
        assertThat(Price.of("1", NEW_YEAR, "1", "1", "0.0000001", "USD")).isInstanceOf(RefusedPrice.class);
        assertThat(Price.of("1", NEW_YEAR, "1", "1", "-1", "USD")).isInstanceOf(RefusedPrice.class);
        assertThat(Price.of("1", NEW_YEAR, "1", "1", "0.500", "USD")).isInstanceOf(Price.class);
    }

    @Property
    void addsUpHoweverTokensAreCut(
            @ForAll("prices") Price price,
            @ForAll @IntRange(min = 0, max = 100_000) int one,
            @ForAll @IntRange(min = 0, max = 100_000) int other) {
        assertThat(price.amountOf(one, other).plus(price.amountOf(other, one)))
                .isEqualTo(price.amountOf(one + other, one + other));
    }

    @Property
    void refusesWhatCannotBeExact(
            @ForAll @LongRange(min = 1, max = 9) long digit, @ForAll @IntRange(min = 7, max = 30) int scale) {
        assertThat(Price.of("1", NEW_YEAR, BigDecimal.valueOf(digit, scale).toPlainString(), "1", null, "USD"))
                .isInstanceOf(RefusedPrice.class);
    }

    @Example
    void takesMoreDigitsWhenTheyAreZeros() {
        assertThat(Price.of("1", NEW_YEAR, "0.010000000", "3", null, "USD")).isInstanceOf(Price.class);
    }

    @Example
    void refusesAnotherCurrencyANegativePriceAndAWord() {
        assertThat(Price.of("1", NEW_YEAR, "1", "1", null, "EUR")).isInstanceOf(RefusedPrice.class);
        assertThat(Price.of("1", NEW_YEAR, "-1", "1", null, "USD")).isInstanceOf(RefusedPrice.class);
        assertThat(Price.of("1", NEW_YEAR, "1", "free", null, "USD")).isInstanceOf(RefusedPrice.class);
        assertThatThrownBy(() -> new Price("1", NEW_YEAR, BigDecimal.ONE.negate(), BigDecimal.ONE, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void costsTheLastDigitOfTheDemo() {
        Price price = new Price("1", NEW_YEAR, new BigDecimal("0.010"), new BigDecimal("0.020"), null);

        assertThat(price.amountOf(12, 30)).isEqualTo(Money.usd("0.00000072"));
    }

    @Provide
    Arbitrary<Price> prices() {
        Arbitrary<BigDecimal> amounts =
                Arbitraries.longs().between(0, 100_000_000L).map(millionths -> BigDecimal.valueOf(millionths, 6));
        return net.jqwik.api.Combinators.combine(amounts, amounts)
                .as((input, output) -> new Price("1", NEW_YEAR, input, output, null));
    }
}
