package ai.radium.kit.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The headers of W3C Trace Context (Recommendation of 2021-11-23). What breaks its rules in any way is as if it were not there: a
 * new trace begins.
 */
public final class TraceHeaders {
    public static final String TRACEPARENT = "traceparent";
    public static final String TRACESTATE = "tracestate";

    /** Section 3.3.1.1 asks for so much to be handed on; a longer list is dropped whole. */
    private static final int LONGEST_STATE = 512;

    private static final TextMapGetter<Given> GIVEN = new GivenHeaders();

    private TraceHeaders() {}

    private record Given(String traceparent, @Nullable String tracestate) {}

    /**
     * The caller's span, which is recorded elsewhere; the invalid span where there is none.
     *
     * @param tracestate the values of all such headers, joined by commas
     */
    public static Span read(@Nullable String traceparent, @Nullable String tracestate) {
        if (traceparent == null) {
            return Span.getInvalid();
        }
        String state = (tracestate == null || tracestate.length() > LONGEST_STATE) ? null : tracestate;
        return Span.fromContext(
                W3CTraceContextPropagator.getInstance().extract(Context.root(), new Given(traceparent, state), GIVEN));
    }

    /** As {@link #read}, of the headers as they came: two of what may come once are none. */
    public static Span read(List<String> traceparents, List<String> tracestates) {
        return traceparents.size() == 1
                ? read(traceparents.getFirst(), tracestates.isEmpty() ? null : String.join(",", tracestates))
                : Span.getInvalid();
    }

    /** The header that hands a span on; null when there is nothing to hand on. */
    public static @Nullable String traceparent(Span span) {
        SpanContext context = span.getSpanContext();
        return context.isValid()
                ? "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                        + context.getTraceFlags().asHex()
                : null;
    }

    /** As {@link #traceparent}, of a span that is recorded, here or by whoever made it; else null. */
    public static @Nullable String sampled(Span span) {
        return span.getSpanContext().isSampled() ? traceparent(span) : null;
    }

    /** What other makers of traces said of it; null when there is nothing of that. */
    public static @Nullable String tracestate(Span span) {
        if (span.getSpanContext().getTraceState().isEmpty()) {
            return null;
        }
        StringBuilder list = new StringBuilder();
        span.getSpanContext()
                .getTraceState()
                .forEach((key, value) -> list.append(list.isEmpty() ? "" : ",")
                        .append(key)
                        .append('=')
                        .append(value));
        return list.toString();
    }

    private static final class GivenHeaders implements TextMapGetter<Given> {
        @Override
        public Iterable<String> keys(Given given) {
            return List.of(TRACEPARENT, TRACESTATE);
        }

        @Override
        public @Nullable String get(@Nullable Given given, String name) {
            if (given == null) {
                return null;
            }
            return name.equals(TRACEPARENT) ? given.traceparent() : given.tracestate();
        }
    }
}
