package ai.radium.model;

import ai.radium.contracts.model.ModelChanged;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The catalogue as an operator writes it: a JSON array; the built-in one unless configured. */
@ApplicationScoped
class CatalogueFile {
    private static final String BUILT_IN = "/catalogue/models.json";
    private static final int MOST_DIGITS = 6;

    private final ModelConfig config;
    private final ObjectMapper json;

    CatalogueFile(ModelConfig config, ObjectMapper json) {
        this.config = config;
        this.json = json;
    }

    /** @throws IllegalStateException naming the entry when the file cannot be used: the service must not start */
    List<Model> models() {
        try (InputStream file = open()) {
            List<Entry> entries = json.readValue(file, new TypeReference<>() {});
            Set<String> names = new HashSet<>();
            entries.forEach(entry -> check(entry, names));
            Set<String> ids = new HashSet<>(entries.stream().map(Entry::id).toList());
            config.standIns().models().forEach((model, standIn) -> checkStandIn(ids, model, standIn));
            Map<String, Entry> byId = entries.stream().collect(Collectors.toMap(Entry::id, entry -> entry));
            return entries.stream().map(entry -> model(entry, byId)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("radium.model.catalogue cannot be read", e);
        }
    }

    private InputStream open() throws IOException {
        if (config.catalogue().isPresent()) {
            return Files.newInputStream(config.catalogue().get());
        }
        return Objects.requireNonNull(getClass().getResourceAsStream(BUILT_IN), BUILT_IN);
    }

    private Model model(Entry entry, Map<String, Entry> byId) {
        String servedBy = config.standIns().models().get(entry.id);
        return new Model(
                entry.id,
                entry.aliases == null ? List.of() : entry.aliases,
                entry.name,
                entry.provider,
                entry.category,
                entry.description,
                entry.contextTokens,
                servedContext(servedBy == null ? entry : Objects.requireNonNull(byId.get(servedBy))),
                entry.gpu,
                entry.capabilities == null ? List.of() : entry.capabilities,
                entry.featured,
                entry.active == null || entry.active,
                entry.createdAt,
                servedBy,
                entry.weights,
                List.of(new ModelChanged.Price(
                        "1", Instant.EPOCH, entry.inputPrice, entry.outputPrice, "USD", entry.trainingPrice)),
                entry.fineTuned == null ? null : entry.fineTuned.checked(),
                null);
    }

    /** What an install without the weights does not serve is shown as the model has it. */
    private int servedContext(Entry serving) {
        return serving.weights == null
                ? serving.contextTokens
                : Math.min(serving.contextTokens, config.mostContext().orElse(Integer.MAX_VALUE));
    }

    private static void check(Entry entry, Set<String> names) {
        price(entry, entry.inputPrice);
        price(entry, entry.outputPrice);
        if (entry.trainingPrice != null) {
            price(entry, entry.trainingPrice);
        }
        if (entry.isFineTunable() != (entry.trainingPrice != null)) {
            throw new IllegalStateException("catalogue: " + entry.id
                    + " has the capability fine-tuning without a trainingPrice, or a price without it");
        }
        if (entry.fineTuned != null) {
            checkFineTuned(entry, entry.fineTuned);
        }
        for (String name : entry.names()) {
            if (!names.add(name)) {
                throw new IllegalStateException("catalogue: the name " + name + " is given twice");
            }
        }
    }

    private static void checkFineTuned(Entry entry, FineTunedPrices prices) {
        if (prices.inputPrice == null || prices.outputPrice == null) {
            throw new IllegalStateException(
                    "catalogue: fineTuned of " + entry.id + " needs inputPrice and outputPrice");
        }
        price(entry, prices.inputPrice);
        price(entry, prices.outputPrice);
    }

    /** Six digits make every token's price exact at metering's twelve. */
    private static void price(Entry entry, String price) {
        BigDecimal amount = new BigDecimal(price);
        if (amount.signum() < 0 || amount.scale() > MOST_DIGITS) {
            throw new IllegalStateException("catalogue: " + entry.id + " has the price " + price
                    + "; a price is 0 or more with at most " + MOST_DIGITS + " digits after the point");
        }
    }

    private static void checkStandIn(Set<String> ids, String model, String standIn) {
        if (!ids.contains(model) || !ids.contains(standIn)) {
            throw new IllegalStateException(
                    "radium.model.stand-ins: " + model + "=" + standIn + " names a model that the catalogue lacks");
        }
    }

    /** Prices of the models that are made of an entry's, where they differ from its own. */
    record FineTunedPrices(
            @Nullable String inputPrice, @Nullable String outputPrice) {
        PriceOfFineTuned checked() {
            return new PriceOfFineTuned(Objects.requireNonNull(inputPrice), Objects.requireNonNull(outputPrice));
        }
    }

    /** One entry of the file. */
    record Entry(
            String id,
            @Nullable List<String> aliases,
            String name,
            String provider,
            String category,
            String description,
            String inputPrice,
            String outputPrice,
            @Nullable String trainingPrice,
            @Nullable FineTunedPrices fineTuned,
            int contextTokens,
            ModelChanged.Gpu gpu,
            @Nullable List<String> capabilities,
            boolean featured,
            @Nullable Boolean active,
            Instant createdAt,
            ModelChanged.@Nullable Weights weights) {
        boolean isFineTunable() {
            return capabilities != null && capabilities.contains(Model.FINE_TUNING);
        }

        List<String> names() {
            return aliases == null
                    ? List.of(id)
                    : java.util.stream.Stream.concat(java.util.stream.Stream.of(id), aliases.stream())
                            .toList();
        }
    }
}
