package ai.radium.gateway.inference;

import ai.radium.contracts.worker.Sampling;

/** How tokens are to be chosen. */
final class SamplingFields {
    private SamplingFields() {}

    static Sampling of(GivenFields fields, boolean chat) {
        if (!fields.hasAny(Field.TEMPERATURE, Field.TOP_LOGPROBS)) {
            return Sampling.DEFAULT;
        }
        boolean logprobs = chat ? fields.flag(Field.LOGPROBS) : fields.has(Field.LOGPROBS);
        int top = fields.has(Field.TOP_LOGPROBS) ? (int) fields.whole(Field.TOP_LOGPROBS, 0, 20) : 0;
        if (!chat && logprobs) {
            top = (int) fields.whole(Field.LOGPROBS, 0, 20);
        } else if (top > 0 && !logprobs) {
            throw RefusedBody.at(Field.TOP_LOGPROBS.word(), "top_logprobs needs logprobs to be true");
        }
        return new Sampling(
                fields.decimal(Field.TEMPERATURE, 0, 2),
                fields.decimal(Field.TOP_P, 0, 1),
                fields.has(Field.TOP_K) ? (Integer) (int) fields.whole(Field.TOP_K, 0, 1_000_000) : null,
                fields.decimal(Field.MIN_P, 0, 1),
                fields.decimal(Field.FREQUENCY_PENALTY, -2, 2),
                fields.decimal(Field.PRESENCE_PENALTY, -2, 2),
                fields.has(Field.SEED) ? (Long) fields.whole(Field.SEED, Long.MIN_VALUE, Long.MAX_VALUE) : null,
                logprobs,
                top);
    }
}
