package ai.radium.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.Topic;
import ai.radium.kit.telemetry.LogKeys;
import ai.radium.kit.testing.OtlpSink;
import ai.radium.kit.tracing.Tracing;
import ai.radium.kit.tracing.TracingConfig;
import io.opentelemetry.api.trace.Span;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventSpansTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CAUSE = "00f067aa0ba902b7";

    private final OtlpSink sink = OtlpSink.open();
    private final Tracing tracing = Tracing.of(
            TracingConfig.of(
                    Map.of(
                            "OTEL_EXPORTER_OTLP_ENDPOINT",
                            sink.endpoint(),
                            "OTEL_TRACES_SAMPLER",
                            "parentbased_always_on"),
                    "billing-service"),
            why -> {});
    private final EventSpans spans = new EventSpans(tracing);

    @AfterEach
    void close() {
        MDC.remove(LogKeys.TRACEPARENT);
        sink.close();
    }

    @Test
    void whatIsTakenIsBelowItsCauseAndLinkedToIt() {
        Span begun = spans.begin(Topic.USAGE_RECORDED, record("00-" + TRACE + "-" + CAUSE + "-01"));
        Object handedOn = MDC.get(LogKeys.TRACEPARENT);
        EventSpans.end(begun, null);
        tracing.close();

        OtlpSink.Seen span = sink.named("process radium.usage.recorded.v1").orElseThrow();
        assertThat(span.traceId()).isEqualTo(TRACE);
        assertThat(span.parent()).isEqualTo(CAUSE);
        assertThat(span.span().getLinksList())
                .extracting(link -> HexFormat.of().formatHex(link.getSpanId().toByteArray()))
                .containsExactly(CAUSE);
        assertThat(span.attributes())
                .containsEntry("messaging.system", "kafka")
                .containsEntry("messaging.destination.name", "radium.usage.recorded.v1")
                .containsEntry("messaging.message.id", "event-1")
                .doesNotContainKey("error.type");
        assertThat(handedOn).isEqualTo("00-" + TRACE + "-" + span.id() + "-01");
    }

    @Test
    void aFailureIsNamed() {
        EventSpans.end(
                spans.begin(Topic.USAGE_RECORDED, record("00-" + TRACE + "-" + CAUSE + "-01")),
                new IllegalStateException("with a secret"));
        tracing.close();

        OtlpSink.Seen span = sink.named("process radium.usage.recorded.v1").orElseThrow();
        assertThat(span.attributes()).containsEntry("error.type", "java.lang.IllegalStateException");
        assertThat(span.span().toString()).doesNotContain("with a secret");
    }

    @Test
    void whatNoRecordedTraceCausedBeginsNone() {
        for (String given : new String[] {"", "broken", "00-" + TRACE + "-" + CAUSE + "-00"}) {
            MDC.put(LogKeys.TRACEPARENT, "of the event before");

            EventSpans.end(spans.begin(Topic.USAGE_RECORDED, record(given)), null);

            assertThat(MDC.get(LogKeys.TRACEPARENT)).isNull();
        }
        tracing.close();
        assertThat(sink.spans()).isEmpty();
    }

    private static ConsumerRecord<String, byte[]> record(String traceparent) {
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>("topic", 0, 0, "key", new byte[0]);
        record.headers().add("ce_id", "event-1".getBytes(StandardCharsets.UTF_8));
        if (!traceparent.isEmpty()) {
            record.headers().add("traceparent", traceparent.getBytes(StandardCharsets.UTF_8));
        }
        return record;
    }
}
