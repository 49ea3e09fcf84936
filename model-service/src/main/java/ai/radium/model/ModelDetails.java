package ai.radium.model;

import ai.radium.kit.money.UnitPrice;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** One model: the item flat for OpenAI's clients, the same item as {@code data} for ours, and what only details tell. */
record ModelDetails(
        @JsonUnwrapped ModelView model,
        ModelView data,
        List<Object> benchmarks,
        List<Object> examples,
        List<Change> changelog,
        Pricing pricing) {

    /** A price came into force. */
    record Change(Instant date, String description) {}

    /** @param calculator what tokens cost, for programs */
    record Pricing(List<Tier> tiers, Calculator calculator) {}

    record Tier(String name, String input, String output, String unit) {}

    record Calculator(String inputPerMillionTokens, String outputPerMillionTokens, String currency) {}

    static ModelDetails of(CountedModel counted) {
        ModelView view = ModelView.of(counted);
        return new ModelDetails(
                view,
                view,
                List.of(),
                List.of(),
                counted.model().prices().stream()
                        .map(price -> new Change(
                                price.validFrom(),
                                "Price %s: %s in, %s out per 1M tokens"
                                        .formatted(
                                                price.version(),
                                                UnitPrice.text(new BigDecimal(price.input())),
                                                UnitPrice.text(new BigDecimal(price.output())))))
                        .toList(),
                new Pricing(
                        List.of(new Tier("serverless", view.inputPrice(), view.outputPrice(), "1M tokens")),
                        new Calculator(
                                view.inputPrice(),
                                view.outputPrice(),
                                counted.model().currentPrice().currency())));
    }
}
