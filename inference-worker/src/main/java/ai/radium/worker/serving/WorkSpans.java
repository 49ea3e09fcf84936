package ai.radium.worker.serving;

import ai.radium.kit.tracing.TraceHeaders;
import ai.radium.kit.tracing.Tracing;
import ai.radium.worker.engine.EngineFinish;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The span of each request's work, below the span that its caller names in the call's metadata. Names and numbers only: no text of a
 * prompt or an answer.
 */
public final class WorkSpans implements ServerInterceptor {
    static final AttributeKey<String> MODEL = AttributeKey.stringKey("gen_ai.request.model");
    static final String STARTED = "radium.started";
    static final String PREFILLED = "radium.prefilled";

    private static final Metadata.Key<String> TRACEPARENT =
            Metadata.Key.of(TraceHeaders.TRACEPARENT, Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> TRACESTATE =
            Metadata.Key.of(TraceHeaders.TRACESTATE, Metadata.ASCII_STRING_MARSHALLER);
    private static final Context.Key<Span> CALLER = Context.keyWithDefault("caller's span", Span.getInvalid());

    private static final String SERVICE_NAME = "radium.worker.v1.Worker";
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("rpc.system");
    private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("rpc.service");
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("rpc.method");
    private static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("radium.request_id");
    private static final AttributeKey<String> USAGE = AttributeKey.stringKey("radium.usage");
    private static final AttributeKey<Long> INPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.input_tokens");
    private static final AttributeKey<Long> OUTPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.output_tokens");
    private static final AttributeKey<Long> CACHED_TOKENS =
            AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens");
    private static final AttributeKey<List<String>> REASONS =
            AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");
    private static final AttributeKey<Double> QUEUE = AttributeKey.doubleKey("radium.queue_seconds");
    private static final AttributeKey<Double> PREFILL = AttributeKey.doubleKey("radium.prefill_seconds");
    private static final AttributeKey<Double> DECODE = AttributeKey.doubleKey("radium.decode_seconds");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final Tracing tracing;

    public WorkSpans(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    public <Q, T> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, T> call, Metadata headers, ServerCallHandler<Q, T> next) {
        Span caller = TraceHeaders.read(all(headers, TRACEPARENT), all(headers, TRACESTATE));
        return Contexts.interceptCall(Context.current().withValue(CALLER, caller), call, headers, next);
    }

    private static List<String> all(Metadata headers, Metadata.Key<String> key) {
        List<String> values = new ArrayList<>();
        Iterable<String> given = headers.getAll(key);
        if (given != null) {
            given.forEach(values::add);
        }
        return values;
    }

    /** On the thread that the call came on. */
    Span begin(String method, String requestId, String usageId) {
        if (!tracing.isOn()) {
            return Span.getInvalid();
        }
        Span span = tracing.begin(SpanKind.SERVER, SERVICE_NAME + "/" + method, CALLER.get());
        span.setAttribute(SYSTEM, "grpc");
        span.setAttribute(SERVICE, SERVICE_NAME);
        span.setAttribute(METHOD, method);
        span.setAttribute(REQUEST_ID, requestId);
        span.setAttribute(USAGE, usageId);
        return span;
    }

    static void waited(Span span, long nanos) {
        if (span.isRecording()) {
            span.setAttribute(QUEUE, nanos / (double) TimeUnit.SECONDS.toNanos(1));
            span.addEvent(STARTED);
        }
    }

    /**
     * How the engine's work ended.
     *
     * @param finish its last word; null = it was cut off, which {@code reason} tells
     */
    static void ended(Span span, Progress progress, String reason, @Nullable EngineFinish finish) {
        if (!span.isRecording()) {
            return;
        }
        span.setAttribute(INPUT_TOKENS, progress.promptTokens());
        span.setAttribute(OUTPUT_TOKENS, progress.completionTokens());
        span.setAttribute(CACHED_TOKENS, progress.cachedTokens());
        if (finish == null) {
            span.setAttribute(ERROR, reason);
            return;
        }
        span.setAttribute(REASONS, List.of(reason));
        span.setAttribute(PREFILL, finish.prefillMicros() / (double) TimeUnit.SECONDS.toMicros(1));
        span.setAttribute(DECODE, finish.decodeMicros() / (double) TimeUnit.SECONDS.toMicros(1));
    }

    static void embedded(Span span, int promptTokens) {
        span.setAttribute(INPUT_TOKENS, promptTokens);
    }

    static void refused(Span span, Status status) {
        span.setAttribute(ERROR, status.getCode().name());
        span.setStatus(StatusCode.ERROR);
    }
}
