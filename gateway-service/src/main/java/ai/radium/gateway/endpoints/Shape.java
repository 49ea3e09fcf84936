package ai.radium.gateway.endpoints;

import ai.radium.gateway.problem.ClientHints;
import ai.radium.gateway.problem.Dialect;
import io.netty.handler.codec.http.HttpHeaders;

/** Whose error shape an endpoint has below {@code /v1}; the other mounts have one shape each for all but Anthropic's. */
public enum Shape {
    /** Raghim's and OpenAI's. */
    OBJECT,
    /** Radium's. */
    STRING,
    /** Anthropic's, below every mount. */
    ANTHROPIC,
    /** Both families have this path: what the client says of itself decides. */
    BY_CLIENT;

    public Dialect dialect(ClientHints hints, HttpHeaders headers) {
        return switch (this) {
            case OBJECT -> Dialect.OBJECT;
            case STRING -> Dialect.STRING;
            case ANTHROPIC -> Dialect.ANTHROPIC;
            case BY_CLIENT -> hints.dialect(headers);
        };
    }
}
