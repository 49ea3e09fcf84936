package ai.radium.gateway.http;

import ai.radium.gateway.endpoints.Match;
import ai.radium.gateway.reply.Reply;
import ai.radium.kit.tracing.TraceHeaders;
import ai.radium.kit.tracing.Tracing;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Set;

/**
 * The span of each request, named by its route (OpenTelemetry's "Semantic conventions for HTTP spans", 1.37). The target is no
 * attribute: a client may have put anything there, its key included.
 */
final class ServerSpans {
    private static final AsciiString TRACEPARENT = AsciiString.cached(TraceHeaders.TRACEPARENT);
    private static final AsciiString TRACESTATE = AsciiString.cached(TraceHeaders.TRACESTATE);

    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("radium.request_id");

    private static final Set<String> KNOWN_METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE");

    private final Tracing tracing;

    ServerSpans(Tracing tracing) {
        this.tracing = tracing;
    }

    /** Where it is not recorded: what is handed on in its place. */
    Span begin(HttpRequest request, Match match, String requestId) {
        Span caller = caller(request.headers());
        if (!tracing.isOn()) {
            return caller;
        }
        Span span = tracing.begin(SpanKind.SERVER, "HTTP", caller);
        if (span.isRecording()) {
            String method = request.method().name();
            boolean known = KNOWN_METHODS.contains(method);
            if (match.outcome() instanceof Match.Served served) {
                String route = served.endpoint().pathText();
                span.updateName((known ? method : "HTTP") + " " + route);
                span.setAttribute(ROUTE, route);
            } else if (known) {
                span.updateName(method);
            }
            span.setAttribute(METHOD, known ? method : "_OTHER");
            span.setAttribute(SCHEME, "http");
            span.setAttribute(REQUEST_ID, requestId);
        }
        return span;
    }

    private static Span caller(HttpHeaders headers) {
        return headers.contains(TRACEPARENT)
                ? TraceHeaders.read(headers.getAll(TRACEPARENT), headers.getAll(TRACESTATE))
                : Span.getInvalid();
    }

    /** The reply is complete, or its client gone. */
    static void end(Reply reply) {
        Span span = reply.span();
        if (!span.isRecording()) {
            return;
        }
        if (reply.status() == 0) {
            span.setAttribute(ERROR, "client_gone");
        } else {
            span.setAttribute(STATUS, reply.status());
        }
        if (reply.status() >= 500) {
            span.setAttribute(ERROR, Integer.toString(reply.status()));
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    boolean areOn() {
        return tracing.isOn();
    }
}
