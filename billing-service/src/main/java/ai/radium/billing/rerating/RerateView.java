package ai.radium.billing.rerating;

import ai.radium.billing.pricing.Price;
import ai.radium.kit.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was charged and what would have been; amounts are decimal strings with 12 digits after the point. */
record RerateView(
        Instant from,
        Instant to,
        @Nullable String accountId,
        List<OfModel> models,
        String amount,
        String rerated,
        String difference,
        String currency) {
    RerateView {
        models = List.copyOf(models);
    }

    /** @param lines that were rated at a price of the model */
    record OfModel(String model, long lines, String amount, String rerated, String difference) {}

    /** Sums of one model's lines. */
    record Sum(
            String model,
            long lines,
            long promptTokens,
            long completionTokens,
            long trainedTokens,
            BigDecimal ofTokens,
            BigDecimal ofTraining) {
        Money amount() {
            return Money.usd(ofTokens.add(ofTraining));
        }

        /** Where the other price has none of training, what was trained keeps its price. */
        Money at(Price price) {
            return price.amountOf(promptTokens, completionTokens)
                    .plus(price.amountOfTraining(trainedTokens).orElse(Money.usd(ofTraining)));
        }

        OfModel shown(Money rerated) {
            return new OfModel(
                    model,
                    lines,
                    amount().metered(),
                    rerated.metered(),
                    rerated.minus(amount()).metered());
        }
    }
}
