package ai.radium.gateway.funds;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.model.ModelChanged;
import ai.radium.contracts.model.ModelChanged.Gpu;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What calls may cost, and what an amount covers. */
class WorthTest {
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final Price CENTS = new Price(10_000_000_000L, 20_000_000_000L);

    @ParameterizedTest
    @CsvSource({
        "2026-11-25T09:59:59Z, none",
        "2026-11-25T10:00:00Z, 1",
        "2026-11-26T00:00:00Z, none",
        "2026-11-27T00:00:00Z, 3"
    })
    void thePriceInForceIsTheNewestThatHasBegunUnlessBillingRefusesIt(Instant time, String input) {
        Tariff tariff = tariff(
                price("2026-11-25T10:00:00Z", "0.000001", "USD"),
                price("2026-11-26T00:00:00Z", "0.0000001", "USD"),
                price("2026-11-27T00:00:00Z", "0.000003", "USD"));

        assertThat(tariff.inForceAt(time)
                        .map(price -> String.valueOf(price.input()))
                        .orElse("none"))
                .isEqualTo(input);
    }

    @Test
    void aPriceInAnotherCurrencyIsNone() {
        assertThat(tariff(price("2026-11-25T10:00:00Z", "1", "EUR")).inForceAt(NOW))
                .isEmpty();
    }

    @Test
    void aCallIsKeptForAtTheDearestPriceOfItsTime() {
        Tariff tariff = tariff(
                price("2026-11-25T09:00:00Z", "0.000005", "USD"),
                price("2026-11-25T10:30:00Z", "0.000009", "USD"),
                price("2026-11-25T12:00:00Z", "0.000100", "USD"));

        assertThat(tariff.dearestWithin(NOW, NOW.plusSeconds(3_600))
                        .orElseThrow()
                        .input())
                .isEqualTo(9);
        assertThat(tariff.dearestWithin(NOW.minusSeconds(7_200), NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 0, 1", "1000, 0, 1", "1001, 0, 2", "3, 5, 1"})
    void aPartOfABillionthCountsAsOne(long prompt, long completion, long billionths) {
        assertThat(new Price(1, 1).of(prompt, completion)).isEqualTo(billionths);
    }

    @Test
    void theLimitOfTheCallerStaysWithinTheContext() {
        Worth worth = new Need(100, 1, 2, 5_000).worth(new Tariff(1_000, List.of()), CENTS);

        assertThat(worth.mayBeCut()).isFalse();
        assertThat(worth.least()).isEqualTo(worth.most()).isEqualTo(CENTS.of(100, 2_000));
    }

    @Test
    void withoutALimitTheContextIsOneAndAnswersMayBeCut() {
        Worth worth = new Need(100, 1, 2, 0).worth(new Tariff(1_000, List.of()), CENTS);

        assertThat(worth.most()).isEqualTo(CENTS.of(100, 2_000));
        assertThat(worth.least()).isEqualTo(CENTS.of(100, 2));
        assertThat(worth.tokensFor(CENTS.of(100, 7))).isEqualTo(3);
        assertThat(worth.tokensFor(CENTS.of(100, 1_998)))
                .as("more does not fit beside such a prompt")
                .isEqualTo(900);
    }

    @Test
    void aPromptIsNoLongerThanWhatTheModelReads() {
        assertThat(new Need(9_000, 2, 2, 1)
                        .worth(new Tariff(1_000, List.of()), CENTS)
                        .most())
                .isEqualTo(CENTS.of(2_000, 2));
        assertThat(new Need(9_000, 0, 0, 0)
                        .worth(new Tariff(1_000, List.of()), CENTS)
                        .most())
                .as("texts to be embedded are many")
                .isEqualTo(CENTS.of(9_000, 0));
    }

    @Property
    void anAmountCoversTheTokensThatItIsSaidToCoverAndNotOneMore(
            @ForAll @LongRange(max = 50_000_000) long input,
            @ForAll @LongRange(min = 1, max = 50_000_000) long output,
            @ForAll @IntRange(max = 100_000) int prompt,
            @ForAll @IntRange(min = 1, max = 8) int answers,
            @ForAll @LongRange(max = 1_000_000_000_000L) long more) {
        Worth worth = new Need(prompt, 1, answers, 0).worth(new Tariff(128_000, List.of()), new Price(input, output));
        long amount = worth.least() + more;

        int tokens = worth.tokensFor(amount);

        assertThat(worth.of(tokens)).isLessThanOrEqualTo(amount);
        if (tokens < Math.min(128_000, 128_000 - prompt)) {
            assertThat(worth.of(tokens + 1)).isGreaterThan(amount);
        }
    }

    @Property
    void whatIsCountedIsNeverLessThanWhatBillingCharges(
            @ForAll @LongRange(max = 10_000_000_000L) long input,
            @ForAll @LongRange(max = 10_000_000_000L) long output,
            @ForAll @IntRange(max = 4_000_000) int prompt,
            @ForAll @IntRange(max = 4_000_000) int completion) {
        BigDecimal charged = BigDecimal.valueOf(input, 12)
                .multiply(BigDecimal.valueOf(prompt))
                .add(BigDecimal.valueOf(output, 12).multiply(BigDecimal.valueOf(completion)));

        BigDecimal counted = BigDecimal.valueOf(new Price(input, output).of(prompt, completion), 9);

        if (charged.compareTo(BigDecimal.valueOf(NanoDollars.MOST, 9)) < 0) {
            assertThat(counted.subtract(charged)).isBetween(BigDecimal.ZERO, new BigDecimal("0.000000001"));
        }
    }

    private static Tariff tariff(ModelChanged.Price... prices) {
        return Tariff.of(new ModelChanged(
                "m",
                List.of(),
                "m",
                "Radium",
                "chat",
                1_000,
                true,
                null,
                null,
                new Gpu("CPU", 0, 0),
                List.of(prices),
                null,
                null,
                null,
                1));
    }

    private static ModelChanged.Price price(String from, String input, String currency) {
        return new ModelChanged.Price(from, Instant.parse(from), input, input, currency, null);
    }
}
