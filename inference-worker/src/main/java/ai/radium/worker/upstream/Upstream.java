package ai.radium.worker.upstream;

import ai.radium.worker.openai.Pulse;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The server to use.
 *
 * @param address where its API is, without {@code /v1}
 * @param key what it wants to be shown as a bearer token; empty = nothing
 * @param model the name it knows the model by; absent = the first one that it lists
 * @param contextLength tokens per generation, if fewer than the server's, or if the server does not tell
 * @param readsTools whether it was started to read tools; absent = what llama-server says of itself, others no
 * @param pulse when the server is hung
 */
public record Upstream(
        URI address,
        String key,
        Optional<String> model,
        OptionalInt contextLength,
        Optional<Boolean> readsTools,
        Pulse.Limits pulse) {
    /** With the usual patience. */
    public Upstream(
            URI address, String key, Optional<String> model, OptionalInt contextLength, Optional<Boolean> readsTools) {
        this(address, key, model, contextLength, readsTools, Pulse.Limits.USUAL);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Upstream[" + address + "]";
    }
}
