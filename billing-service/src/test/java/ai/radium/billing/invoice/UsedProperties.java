package ai.radium.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.billing.pricing.Price;
import ai.radium.kit.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;

class UsedProperties {
    @Property
    void eachLineIsRoundedOnceAndTheyAddUpToTheTotal(
            @ForAll @BigRange(min = "0", max = "100") @Scale(6) BigDecimal input,
            @ForAll @BigRange(min = "0", max = "100") @Scale(6) BigDecimal output,
            @ForAll @LongRange(min = 0, max = 10_000_000_000L) long prompt,
            @ForAll @LongRange(min = 0, max = 10_000_000_000L) long completion) {
        List<InvoiceItem> items = new Used.Calls("m", "dep", "key", input, output, prompt, 0, completion)
                .items()
                .toList();

        Money exact = new Price("1", Instant.EPOCH, input, output, null).amountOf(prompt, completion);
        BigDecimal total = Invoice.sum(items);
        assertThat(total.subtract(exact.amount()).abs()).isLessThanOrEqualTo(new BigDecimal("0.01"));
        assertThat(items)
                .allSatisfy(item -> assertThat(item.money())
                        .isEqualTo(new BigDecimal(item.unitPrice())
                                .multiply(BigDecimal.valueOf(item.quantity()))
                                .movePointLeft(6)
                                .setScale(2, RoundingMode.HALF_EVEN)));
        assertThat(items).noneMatch(item -> item.quantity() == 0);
    }
}
