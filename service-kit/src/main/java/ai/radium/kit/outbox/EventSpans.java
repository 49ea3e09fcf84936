package ai.radium.kit.outbox;

import ai.radium.contracts.Topic;
import ai.radium.kit.telemetry.LogKeys;
import ai.radium.kit.tracing.TraceHeaders;
import ai.radium.kit.tracing.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * The span of each event that is taken (OpenTelemetry's "Semantic conventions for messaging spans", 1.37): below what caused the
 * event and linked to it. An event that no recorded trace caused begins none.
 */
@ApplicationScoped
class EventSpans {
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> EVENT_ID = AttributeKey.stringKey("messaging.message.id");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final Tracing tracing;

    EventSpans(Tracing tracing) {
        this.tracing = tracing;
    }

    /** Its place in the trace is that of what the event causes. */
    Span begin(Topic topic, ConsumerRecord<String, byte[]> record) {
        Span cause = TraceHeaders.read(text(record, TraceHeaders.TRACEPARENT), null);
        Span span = cause.getSpanContext().isValid()
                ? tracing.begin(SpanKind.CONSUMER, "process " + topic.topicName(), cause)
                : cause;
        String traceparent = TraceHeaders.sampled(span);
        if (traceparent == null) {
            MDC.remove(LogKeys.TRACEPARENT);
        } else {
            MDC.put(LogKeys.TRACEPARENT, traceparent);
        }
        if (span.isRecording()) {
            span.addLink(cause.getSpanContext());
            span.setAttribute(SYSTEM, "kafka");
            span.setAttribute(OPERATION, "process");
            span.setAttribute(DESTINATION, topic.topicName());
            String id = text(record, "ce_id");
            if (id != null) {
                span.setAttribute(EVENT_ID, id);
            }
        }
        return span;
    }

    static void end(Span span, @Nullable Throwable failure) {
        if (failure != null) {
            span.setAttribute(ERROR, failure.getClass().getName());
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    private static @Nullable String text(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
