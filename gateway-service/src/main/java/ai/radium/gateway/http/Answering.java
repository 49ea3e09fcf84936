package ai.radium.gateway.http;

/** Whoever gives the reply of an admitted request, as far as its connection has to do with it. */
sealed interface Answering permits InferenceAnswer, OnceAnswer, RelayedAnswer, RefusedAnswer {
    void begin();

    /** The client takes more, or no more for now. */
    void clientWritable(boolean more);

    /** Lets go of what is still held. May be called more than once. */
    void release();
}
