package ai.radium.worker.engine;

/** What an engine reports while it generates. */
public sealed interface EngineEvent {
    /** The prompt is read; the first token follows at once. */
    record Prefilled(int promptTokens, int cachedTokens) implements EngineEvent {}

    /**
     * New output.
     *
     * @param toolCalls raw JSON array of OpenAI's {@code delta.tool_calls}, or empty
     * @param logprobs raw JSON of OpenAI's {@code choices[].logprobs}, or empty
     * @param completionTokens tokens generated so far, these included
     */
    record Piece(String text, String reasoning, String toolCalls, String logprobs, int completionTokens)
            implements EngineEvent {
        public boolean isBlank() {
            return text.isEmpty() && reasoning.isEmpty() && toolCalls.isEmpty() && logprobs.isEmpty();
        }
    }
}
