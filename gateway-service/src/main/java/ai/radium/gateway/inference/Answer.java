package ai.radium.gateway.inference;

import ai.radium.contracts.worker.DeltaParts;
import ai.radium.contracts.worker.EventSink.Finish;
import ai.radium.gateway.problem.Refusal;

/** How the client reads an answer: whole, or as it comes. */
sealed interface Answer permits GatheredAnswer, ChoiceAnswer, StreamedOutput {
    /** What the prompt costs, before the first delta. */
    default void prefilled(int promptTokens, int cachedTokens) {
        // most tell it at their end
    }

    void delta(DeltaParts delta);

    /**
     * Sends what has come so far, if this answer does so.
     *
     * @return whether the socket has taken everything
     */
    boolean flush();

    void finish(Finish finish);

    /** @param used what the broken answer is billed for */
    void fail(Refusal refusal, Tokens used);

    /** Nothing came for a while: a comment shows that the connection lives. */
    void keepAlive();

    boolean isWritable();

    /** The client is gone. */
    void discard();
}
