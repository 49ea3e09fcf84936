package ai.radium.gateway.relay;

import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.InternalTokens;
import ai.radium.kit.tracing.TraceHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.opentelemetry.api.trace.Span;

/**
 * @param target path and query as the service knows them
 * @param headers as the client sent them
 * @param bodyBytes that follow; {@link #CHUNKED} when that is not known yet
 * @param caller whom the internal token proves
 * @param clientAddress where it comes from
 * @param span that the service is told of; the invalid span = what the client says of one is handed on as it came
 */
public record RelayedRequest(
        Service service,
        HttpMethod method,
        String target,
        HttpHeaders headers,
        long bodyBytes,
        Caller caller,
        String clientAddress,
        String requestId,
        Span span) {
    /** The body comes in parts, its length is known at its end. */
    public static final long CHUNKED = -1;

    /** Whether nothing is done twice if the service hears it twice. */
    boolean isSafeToRepeat() {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.DELETE);
    }

    /** Its headers as the service reads them. A body of no stated type is JSON, as it is on every endpoint. */
    HttpHeaders toService(String host, String authorization) {
        HttpHeaders sent = HopHeaders.toService(headers)
                .set(HttpHeaderNames.HOST, host)
                .set(HttpHeaderNames.AUTHORIZATION, authorization)
                .set(InternalTokens.CLIENT_ADDRESS, clientAddress)
                .set("X-Request-Id", requestId);
        trace(sent);
        boolean mayHaveBody = !isSafeToRepeat();
        if (mayHaveBody && !sent.contains(HttpHeaderNames.CONTENT_TYPE)) {
            sent.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
        }
        if (bodyBytes == CHUNKED) {
            sent.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        } else if (bodyBytes > 0 || mayHaveBody) {
            sent.set(HttpHeaderNames.CONTENT_LENGTH, bodyBytes);
        }
        return sent;
    }

    private void trace(HttpHeaders sent) {
        String traceparent = TraceHeaders.traceparent(span);
        if (traceparent == null) {
            return;
        }
        sent.set(TraceHeaders.TRACEPARENT, traceparent);
        String tracestate = TraceHeaders.tracestate(span);
        if (tracestate == null) {
            sent.remove(TraceHeaders.TRACESTATE);
        } else {
            sent.set(TraceHeaders.TRACESTATE, tracestate);
        }
    }
}
