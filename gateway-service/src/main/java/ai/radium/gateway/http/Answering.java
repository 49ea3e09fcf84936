package ai.radium.gateway.http;

import io.netty.handler.codec.http.HttpContent;

/** Whoever gives the reply of an admitted request, as far as its connection has to do with it. */
sealed interface Answering permits InferenceAnswer, OnceAnswer, RelayedAnswer, RefusedAnswer {
    void begin();

    /** The next part of a body that goes on as it comes; taken over. */
    default void body(HttpContent part) {
        part.release(); // it was whole before
    }

    /** The client takes more, or no more for now. */
    void clientWritable(boolean more);

    /** Lets go of what is still held. May be called more than once. */
    void release();
}
