package ai.radium.model;

import ai.radium.contracts.model.ModelChanged;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model of the catalogue as it is stored.
 *
 * @param contextTokens tokens that the model itself can hold
 * @param servedContextTokens tokens that a call may hold in this install
 * @param servedBy the model that answers in its place in this install; null = itself
 * @param weights null when this install has none
 * @param prices every price ever valid, oldest first; never empty
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
        List<ModelChanged.Price> prices) {
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
                history);
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
                null,
                version);
    }
}
