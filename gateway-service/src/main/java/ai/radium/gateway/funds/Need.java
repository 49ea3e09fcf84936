package ai.radium.gateway.funds;

/**
 * What a call may use at most.
 *
 * @param promptTokens of all its prompts together, rather too many than too few
 * @param prompts each of which the model must be able to read; 0 = they are not bounded by that
 * @param answers that go on with a prompt; 0 = nothing is generated
 * @param maxTokens of each answer; 0 = up to the context's end
 */
public record Need(int promptTokens, int prompts, int answers, int maxTokens) {
    /** Of a model that does not say what it reads. */
    private static final int USUAL_CONTEXT = 131_072;

    /** At that price. */
    Worth worth(Tariff tariff, Price price) {
        int context = tariff.contextTokens() > 0 ? tariff.contextTokens() : USUAL_CONTEXT;
        long prompt = prompts == 0 ? promptTokens : Math.min(promptTokens, (long) prompts * context);
        boolean mayBeCut = answers > 0 && maxTokens == 0;
        int most = answers == 0 ? 0 : mayBeCut ? context : Math.min(maxTokens, context);
        return new Worth(
                Price.times(price.input(), prompt),
                Price.times(price.output(), answers),
                most,
                mayBeCut ? (int) Math.max(1, context - prompt) : 0);
    }
}
