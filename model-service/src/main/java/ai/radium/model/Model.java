package ai.radium.model;

import ai.radium.contracts.model.ModelChanged;
import ai.radium.contracts.model.ModelChanged.FineTuned;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model as it is stored: one of the catalogue, or one that an account had made of such a one.
 *
 * @param contextTokens tokens that the model itself can hold
 * @param servedContextTokens tokens that a call may hold in this install
 * @param servedBy the model that answers in its place in this install; null = itself
 * @param weights null when this install has none
 * @param prices every price ever valid, oldest first; never empty
 * @param priceOfFineTuned what tokens of models made of this one cost; null = as much as its own
 * @param fineTuned what it was made of; null = it is the catalogue's
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Model(
        String id,
        List<String> aliases,
        String name,
        String provider,
        String category,
        String description,
        int contextTokens,
        int servedContextTokens,
        ModelChanged.Gpu gpu,
        List<String> capabilities,
        boolean featured,
        boolean active,
        Instant createdAt,
        @Nullable String servedBy,
        ModelChanged.@Nullable Weights weights,
        List<ModelChanged.Price> prices,
        @Nullable PriceOfFineTuned priceOfFineTuned,
        @Nullable FineTuned fineTuned) {
    static final String FINE_TUNING = "fine-tuning";

    Model {
        aliases = List.copyOf(aliases);
        capabilities = List.copyOf(capabilities);
        prices = List.copyOf(prices);
    }

    ModelChanged.Price currentPrice() {
        return prices.getLast();
    }

    /** How it can be had here. */
    Availability availability() {
        if (servedBy != null) {
            return Availability.STAND_IN;
        }
        return weights == null ? Availability.UNAVAILABLE : Availability.AVAILABLE;
    }

    /** This description with the stored one's price history: a price that differs becomes a new version from now on. */
    Model continuing(Model stored, Instant now) {
        ModelChanged.Price wanted = currentPrice();
        ModelChanged.Price last = stored.currentPrice();
        if (wanted.input().equals(last.input())
                && wanted.output().equals(last.output())
                && wanted.currency().equals(last.currency())
                && Objects.equals(wanted.training(), last.training())) {
            return with(active, stored.prices);
        }
        List<ModelChanged.Price> history = new ArrayList<>(stored.prices);
        history.add(new ModelChanged.Price(
                String.valueOf(history.size() + 1),
                now,
                wanted.input(),
                wanted.output(),
                wanted.currency(),
                wanted.training()));
        return with(active, history);
    }

    /**
     * A model made of this one, as it is now and for as long as this one is offered. It cannot be fine-tuned again.
     *
     * @param label what its owner calls it
     */
    Model fineTuned(String made, String label, FineTuned of, Instant at) {
        ModelChanged.Price own = currentPrice();
        PriceOfFineTuned price =
                priceOfFineTuned == null ? new PriceOfFineTuned(own.input(), own.output()) : priceOfFineTuned;
        return new Model(
                made,
                List.of(),
                label,
                provider,
                category,
                name + ", fine-tuned by " + of.jobId(),
                contextTokens,
                servedContextTokens,
                gpu,
                capabilities.stream().filter(each -> !each.equals(FINE_TUNING)).toList(),
                false,
                active,
                at,
                null,
                weights,
                List.of(new ModelChanged.Price(
                        "1", Instant.EPOCH, price.input(), price.output(), own.currency(), null)),
                null,
                of);
    }

    /** The same model, no longer offered. */
    Model hidden() {
        return with(false, prices);
    }

    private Model with(boolean offered, List<ModelChanged.Price> history) {
        return new Model(
                id,
                aliases,
                name,
                provider,
                category,
                description,
                contextTokens,
                servedContextTokens,
                gpu,
                capabilities,
                featured,
                offered,
                createdAt,
                servedBy,
                weights,
                history,
                priceOfFineTuned,
                fineTuned);
    }

    ModelChanged changed(long version) {
        return new ModelChanged(
                id,
                aliases,
                name,
                provider,
                category,
                contextTokens,
                active,
                servedBy,
                weights,
                gpu,
                prices,
                description,
                capabilities,
                fineTuned,
                version);
    }
}
