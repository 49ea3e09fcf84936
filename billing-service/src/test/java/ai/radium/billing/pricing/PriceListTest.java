package ai.radium.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PriceListTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Property
    void takesTheLatestVersionThatHasBegun(
            @ForAll @Size(max = 8) List<@IntRange(min = 0, max = 9) Integer> begins,
            @ForAll @IntRange(min = 0, max = 10) int now) {
        PriceList list =
                new PriceList(begins.stream().map(PriceListTest::priceFrom).toList());

        assertThat(list.inForceAt(START.plusSeconds(now)).map(Price::validFrom))
                .isEqualTo(begins.stream()
                        .filter(begin -> begin <= now)
                        .max(Integer::compare)
                        .map(START::plusSeconds));
    }

    @Example
    void takesTheLaterOfTwoFromTheSameInstant() {
        PriceList list = new PriceList(List.of(price("1", START), price("2", START)));

        assertThat(list.inForceAt(START).map(Price::version)).hasValue("2");
    }

    @Example
    void hasNoPriceWhileARefusedOneWouldBeInForce() {
        PriceList list = new PriceList(List.of(
                price("1", START),
                new RefusedPrice("2", START.plusSeconds(10), "too many digits"),
                price("3", START.plusSeconds(20))));

        assertThat(list.inForceAt(START.plusSeconds(9)).map(Price::version)).hasValue("1");
        assertThat(list.inForceAt(START.plusSeconds(10))).isEmpty();
        assertThat(list.inForceAt(START.plusSeconds(20)).map(Price::version)).hasValue("3");
    }

    private static PriceVersion priceFrom(int second) {
        return price("from-" + second, START.plusSeconds(second));
    }

    private static Price price(String version, Instant validFrom) {
        return new Price(version, validFrom, BigDecimal.ONE, BigDecimal.TWO, null);
    }
}
