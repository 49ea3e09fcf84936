package ai.radium.model;

import ai.radium.contracts.model.ModelChanged;
import ai.radium.kit.money.UnitPrice;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model as both families of clients read it: OpenAI's fields and our own in one object.
 *
 * @param contextLength what a call may hold in this install; the model's own length where nothing here can serve it
 * @param availability whether the install can run it
 * @param ownedBy the provider; of a fine-tuned model its account
 * @param root the base model, of a fine-tuned one
 * @param parent the base model, of a fine-tuned one
 * @param status {@code active} when the asking account can call it by its id now, else {@code inactive}
 */
record ModelView(
        String id,
        String object,
        long created,
        @JsonProperty("owned_by") String ownedBy,
        List<Object> permission,
        String root,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String parent,
        String name,
        String provider,
        String category,
        String description,
        String inputPrice,
        String outputPrice,
        String contextLength,
        int contextTokens,
        List<String> aliases,
        List<String> capabilities,
        Performance performance,
        GpuRequirements gpuRequirements,
        boolean featured,
        Instant createdAt,
        long deployments,
        PriceFormatted priceFormatted,
        Availability availability,
        String status,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String servedBy,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Lineage fineTuned) {

    /** Measured figures of this install; null until there are any. */
    record Performance(@Nullable String latency, @Nullable String throughput) {}

    record GpuRequirements(String type, String vram, int count) {}

    record PriceFormatted(String input, String output) {}

    /**
     * What a fine-tuned model was made of.
     *
     * @param jobId the fine-tuning job, {@code ft_…}
     */
    record Lineage(String baseModel, String jobId) {
        static Lineage of(ModelChanged.FineTuned made) {
            return new Lineage(made.base(), made.jobId());
        }
    }

    static ModelView of(CountedModel counted) {
        Model model = counted.model();
        ModelChanged.FineTuned made = model.fineTuned();
        String input = UnitPrice.text(new BigDecimal(model.currentPrice().input()));
        String output = UnitPrice.text(new BigDecimal(model.currentPrice().output()));
        return new ModelView(
                model.id(),
                "model",
                model.createdAt().getEpochSecond(),
                made == null ? model.provider() : made.account(),
                List.of(),
                made == null ? model.id() : made.base(),
                made == null ? null : made.base(),
                model.name(),
                model.provider(),
                model.category(),
                model.description(),
                input,
                output,
                contextLength(model.servedContextTokens()),
                model.servedContextTokens(),
                model.aliases(),
                model.capabilities(),
                new Performance(null, null),
                new GpuRequirements(
                        model.gpu().type(),
                        model.gpu().vramGib() + "GB",
                        model.gpu().count()),
                model.featured(),
                model.createdAt(),
                counted.deployments(),
                new PriceFormatted("$" + input + " / 1M tokens", "$" + output + " / 1M tokens"),
                model.availability(),
                counted.isCallable() ? "active" : "inactive",
                model.servedBy(),
                made == null ? null : Lineage.of(made));
    }

    /** For example {@code 64K tokens} or {@code 1M tokens}. */
    static String contextLength(int tokens) {
        if (tokens % (1024 * 1024) == 0) {
            return tokens / (1024 * 1024) + "M tokens";
        }
        return tokens % 1024 == 0 ? tokens / 1024 + "K tokens" : tokens + " tokens";
    }
}
