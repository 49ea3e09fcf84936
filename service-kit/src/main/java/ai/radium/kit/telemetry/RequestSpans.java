package ai.radium.kit.telemetry;

import ai.radium.kit.tracing.TraceHeaders;
import ai.radium.kit.tracing.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * The span of each request, below the gateway's, which is named by the route. Its place in the trace goes the way of the request id:
 * into every log line, and with each event into the outbox.
 */
public class RequestSpans {
    private static final String SPAN = "radium.span";
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final Tracing tracing;

    RequestSpans(Tracing tracing) {
        this.tracing = tracing;
    }

    @ServerRequestFilter(preMatching = true)
    public void begin(ContainerRequestContext request) {
        Span caller = TraceHeaders.read(
                request.getHeaderString(TraceHeaders.TRACEPARENT), request.getHeaderString(TraceHeaders.TRACESTATE));
        Span span = tracing.begin(SpanKind.SERVER, request.getMethod(), caller);
        String traceparent = TraceHeaders.sampled(span);
        if (traceparent != null) {
            MDC.put(LogKeys.TRACEPARENT, traceparent);
        }
        if (span.isRecording()) {
            span.setAttribute(METHOD, request.getMethod());
            request.setProperty(SPAN, span);
        }
    }

    @ServerResponseFilter
    public void end(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(SPAN) instanceof Span span)) {
            return;
        }
        int status = response.getStatus();
        span.setAttribute(STATUS, status);
        if (status >= 500) {
            span.setAttribute(ERROR, Integer.toString(status));
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}
