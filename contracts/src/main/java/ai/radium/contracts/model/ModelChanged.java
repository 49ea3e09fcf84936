package ai.radium.contracts.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model of the catalogue.
 *
 * @param contextTokens tokens a conversation may hold
 * @param servedBy the stand-in that answers for this model in this install; null = the model itself
 * @param weights null when this install does not have them
 * @param prices every price ever valid, oldest first; the one in force at an event's time counts
 * @param description for people; null in what an older version wrote
 * @param capabilities for example {@code chat}, {@code tools}, {@code fine-tuning}; null in what an older version wrote
 * @param fineTuned what the model was made of; null = it is the catalogue's, for every account
 */
public record ModelChanged(
        String id,
        List<String> aliases,
        String name,
        String provider,
        String category,
        int contextTokens,
        boolean active,
        @Nullable String servedBy,
        @Nullable Weights weights,
        Gpu gpu,
        List<Price> prices,
        @Nullable String description,
        @Nullable List<String> capabilities,
        @Nullable FineTuned fineTuned,
        long version)
        implements ModelEvent {
    public ModelChanged {
        aliases = List.copyOf(aliases);
        prices = List.copyOf(prices);
        capabilities = capabilities == null ? null : List.copyOf(capabilities);
    }

    @Override
    public String eventKey() {
        return id;
    }

    /**
     * Where the model's weights are and what they may be used for.
     *
     * @param uri where the weights are: {@code file:}, {@code https:}, {@code s3:}, {@code pypi:}
     * @param format {@code gguf} or {@code safetensors}
     */
    public record Weights(String uri, String sha256, String format, String licence) {}

    /**
     * The accelerators that the model needs.
     *
     * @param type accelerator name of the catalogue, for example {@code H100 80GB}; {@code CPU} needs none
     * @param vramGib memory the model needs over all its accelerators, GiB
     */
    public record Gpu(String type, int vramGib, int count) {}

    /**
     * What tokens cost from an instant on.
     *
     * @param input decimal string, currency units per 1,000,000 prompt tokens
     * @param output decimal string, currency units per 1,000,000 completion tokens
     * @param training decimal string, currency units per 1,000,000 trained tokens; null = it cannot be fine-tuned
     */
    public record Price(
            String version,
            Instant validFrom,
            String input,
            String output,
            String currency,
            @Nullable String training) {}

    /**
     * A base model with a LoRA adapter over it. It is its account's alone, and runs on any replica of the base that has loaded the
     * adapter; {@link ModelChanged#weights} are the base's. The adapter's id is the model's.
     *
     * @param account whose it is
     * @param jobId the fine-tuning job that made it, {@code ft_…}
     * @param base id of the base model
     * @param adapterUri GGUF LoRA, {@code file:} or {@code s3:}
     * @param adapterSha256 of that file
     */
    public record FineTuned(String account, String jobId, String base, String adapterUri, String adapterSha256) {}
}
