package ai.radium.kit.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** The SDK, which only this class and {@link SpanQueue} know. It is asked for sampled spans alone. */
final class Recorder implements AutoCloseable {
    /** Of a text; a model's name is the longest that is recorded. */
    private static final int LONGEST_VALUE = 256;

    private final Sampling sampling;
    private final GivenIds ids = new GivenIds();
    private final SpanQueue queue;
    private final SdkTracerProvider provider;
    private final Tracer tracer;

    Recorder(TracingConfig config, Consumer<String> lost) {
        sampling = config.sampling();
        queue = new SpanQueue(exporter(config), config.delay(), lost);
        AttributesBuilder attributes = Attributes.builder();
        config.attributes().forEach(attributes::put);
        provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(attributes.build())))
                .setSampler(Sampler.alwaysOn())
                .setIdGenerator(ids)
                .setSpanLimits(SpanLimits.builder()
                        .setMaxAttributeValueLength(LONGEST_VALUE)
                        .build())
                .addSpanProcessor(queue)
                .build();
        tracer = provider.get("ai.radium");
    }

    private static OtlpHttpSpanExporter exporter(TracingConfig config) {
        OtlpHttpSpanExporterBuilder exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(config.traces().toString())
                .setRetryPolicy(null); // a queue that waits for a collector drops what comes after
        config.headers().forEach(exporter::addHeader);
        return exporter.build();
    }

    Span begin(SpanKind kind, String name, Span parent) {
        SpanContext above = parent.getSpanContext();
        String traceId = above.isValid() ? above.getTraceId() : GivenIds.freshTraceId();
        boolean ours = above.isValid() && !above.isRemote();
        if (!(ours ? above.isSampled() : sampling.takes(above, traceId))) {
            return (above.isValid() && !above.isSampled()) ? parent : unsampled(traceId, above);
        }
        SpanBuilder builder = tracer.spanBuilder(name).setSpanKind(kind);
        if (above.isValid()) {
            return builder.setParent(Context.root().with(parent)).startSpan();
        }
        ids.next(traceId);
        return builder.setNoParent().startSpan();
    }

    /** Whoever changes the flag of a trace gives it a new parent (W3C Trace Context, 3.2.2.5 and 4). */
    private Span unsampled(String traceId, SpanContext above) {
        return Span.wrap(
                SpanContext.create(traceId, ids.generateSpanId(), TraceFlags.getDefault(), above.getTraceState()));
    }

    long dropped() {
        return queue.dropped();
    }

    @Override
    public void close() {
        provider.close();
        queue.close();
    }

    /** A trace's id is known before its first span, since who is sampled depends on it. Random, and no secret. */
    private static final class GivenIds implements IdGenerator {
        private final ThreadLocal<String> next = new ThreadLocal<>();

        void next(String traceId) {
            next.set(traceId);
        }

        static String freshTraceId() {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            return TraceId.fromLongs(random.nextLong(), random.nextLong() | 1); // not all zero
        }

        @Override
        public String generateTraceId() {
            String given = next.get();
            next.remove();
            return given == null ? freshTraceId() : given;
        }

        @Override
        public String generateSpanId() {
            long id = ThreadLocalRandom.current().nextLong();
            return SpanId.fromLong(id == 0 ? 1 : id);
        }
    }
}
