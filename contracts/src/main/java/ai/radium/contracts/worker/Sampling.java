package ai.radium.contracts.worker;

import org.jspecify.annotations.Nullable;

/** How tokens are chosen; absent = the engine's default. */
public record Sampling(
        @Nullable Float temperature,
        @Nullable Float topP,
        @Nullable Integer topK,
        @Nullable Float minP,
        @Nullable Float frequencyPenalty,
        @Nullable Float presencePenalty,
        @Nullable Long seed,
        boolean logprobs,
        int topLogprobs) {
    public static final Sampling DEFAULT = new Sampling(null, null, null, null, null, null, null, false, 0);
}
