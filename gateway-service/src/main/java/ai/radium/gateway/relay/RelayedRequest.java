package ai.radium.gateway.relay;

import ai.radium.kit.identity.Caller;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;

/**
 * @param target path and query as the service knows them
 * @param headers as the client sent them
 * @param bodyBytes that follow; {@link #CHUNKED} when that is not known yet
 * @param caller whom the internal token proves
 */
public record RelayedRequest(
        Service service,
        HttpMethod method,
        String target,
        HttpHeaders headers,
        long bodyBytes,
        Caller caller,
        String requestId) {
    /** The body comes in parts, its length is known at its end. */
    public static final long CHUNKED = -1;
}
