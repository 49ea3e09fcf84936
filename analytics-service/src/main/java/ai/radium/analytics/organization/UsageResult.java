package ai.radium.analytics.organization;

import ai.radium.kit.money.Money;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sums of a bucket in OpenAI's shape; null is what sums are not broken down by, and what nobody knows here. */
sealed interface UsageResult {
    /** Chats, completions, responses and messages. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Completions(
            String object,
            long inputTokens,
            long outputTokens,
            long inputCachedTokens,
            long inputAudioTokens,
            long outputAudioTokens,
            long numModelRequests,
            @Nullable String projectId,
            @Nullable String userId,
            @Nullable String apiKeyId,
            @Nullable String model,
            @Nullable Boolean batch,
            @Nullable String serviceTier)
            implements UsageResult {
        /** Empty when there were none. */
        static Optional<UsageResult> of(Sums sums) {
            long input = sums.inputTokens() - sums.embeddingTokens();
            return sums.completions() == 0
                    ? Optional.empty()
                    : Optional.of(new Completions(
                            "organization.usage.completions.result",
                            input,
                            sums.outputTokens(),
                            sums.cachedTokens(),
                            0,
                            0,
                            sums.completions(),
                            null,
                            null,
                            orNull(sums.keyId()),
                            orNull(sums.model()),
                            null,
                            null));
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Embeddings(
            String object,
            long inputTokens,
            long numModelRequests,
            @Nullable String projectId,
            @Nullable String userId,
            @Nullable String apiKeyId,
            @Nullable String model)
            implements UsageResult {
        /** Empty when there were none. */
        static Optional<UsageResult> of(Sums sums) {
            return sums.embeddingRequests() == 0
                    ? Optional.empty()
                    : Optional.of(new Embeddings(
                            "organization.usage.embeddings.result",
                            sums.embeddingTokens(),
                            sums.embeddingRequests(),
                            null,
                            null,
                            orNull(sums.keyId()),
                            orNull(sums.model())));
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Costs(
            String object,
            Amount amount,
            @Nullable String lineItem,
            @Nullable String projectId,
            @Nullable String apiKeyId)
            implements UsageResult {
        /** Empty when it cost nothing. */
        static Optional<UsageResult> of(Sums sums) {
            return sums.cost().signum() == 0
                    ? Optional.empty()
                    : Optional.of(new Costs(
                            "organization.costs.result",
                            Amount.of(sums.cost()),
                            orNull(sums.lineItem()),
                            null,
                            orNull(sums.keyId())));
        }
    }

    /**
     * Money as a number, for OpenAI's packages read no text here.
     *
     * @param value exact, in units of the currency
     */
    record Amount(BigDecimal value, String currency) {
        static Amount of(BigDecimal cost) {
            return new Amount(new BigDecimal(Money.usd(cost).exact()), "usd");
        }
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
