package ai.radium.kit.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.kit.testing.OtlpSink;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracingTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SAMPLED = "00-" + TRACE + "-00f067aa0ba902b7-01";
    private static final String UNSAMPLED = "00-" + TRACE + "-00f067aa0ba902b7-00";

    private OtlpSink sink;

    @BeforeEach
    void open() throws IOException {
        sink = new OtlpSink();
    }

    @AfterEach
    void close() {
        sink.close();
    }

    @Test
    void spansOfOneTraceArriveWithTheirParents() {
        try (Tracing tracing = tracing("always_on", "1")) {
            Span server = tracing.begin(SpanKind.SERVER, "POST /chat/completions", Span.getInvalid());
            Span client = tracing.begin(SpanKind.CLIENT, "chat model", server);
            client.end();
            server.end();
        }

        OtlpSink.Seen server = sink.named("POST /chat/completions").orElseThrow();
        OtlpSink.Seen client = sink.named("chat model").orElseThrow();
        assertThat(server.service()).isEqualTo("gateway-service");
        assertThat(server.parent()).isEmpty();
        assertThat(client.traceId()).isEqualTo(server.traceId());
        assertThat(client.parent()).isEqualTo(server.id());
        assertThat(sink.headers().getFirst()).containsEntry("Api-key", List.of("mine"));
    }

    @Test
    void aCallersSpanIsTheParent() {
        try (Tracing tracing = tracing("parentbased_traceidratio", "0")) {
            tracing.begin(SpanKind.SERVER, "GET", TraceHeaders.read(SAMPLED, "congo=1"))
                    .end();
        }

        OtlpSink.Seen span = sink.named("GET").orElseThrow();
        assertThat(span.traceId()).isEqualTo(TRACE);
        assertThat(span.parent()).isEqualTo("00f067aa0ba902b7");
        assertThat(span.span().getTraceState()).isEqualTo("congo=1");
    }

    @Test
    void whatACallerDoesNotSampleIsHandedOnAsItCame() {
        try (Tracing tracing = tracing("parentbased_always_on", "1")) {
            Span span = tracing.begin(SpanKind.SERVER, "GET", TraceHeaders.read(UNSAMPLED, "congo=1"));

            assertThat(span.isRecording()).isFalse();
            assertThat(TraceHeaders.traceparent(span)).isEqualTo(UNSAMPLED);
            assertThat(TraceHeaders.tracestate(span)).isEqualTo("congo=1");
            assertThat(tracing.begin(SpanKind.CLIENT, "below", span)).isSameAs(span);
        }

        assertThat(sink.spans()).isEmpty();
    }

    @Test
    void aTraceThatIsNotTakenHereIsOneForNobodyElse() {
        try (Tracing tracing = tracing("traceidratio", "0")) {
            Span begun = tracing.begin(SpanKind.SERVER, "GET", Span.getInvalid());
            Span refused = tracing.begin(SpanKind.SERVER, "GET", TraceHeaders.read(SAMPLED, null));

            assertThat(TraceHeaders.traceparent(begun)).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
            assertThat(TraceHeaders.traceparent(refused))
                    .startsWith("00-" + TRACE)
                    .doesNotContain("00f067aa0ba902b7")
                    .endsWith("-00");
        }

        assertThat(sink.spans()).isEmpty();
    }

    @Test
    void aShareIsTaken() {
        try (Tracing tracing = tracing("parentbased_traceidratio", "0.5")) {
            for (int i = 0; i < 1_000; i++) {
                tracing.begin(SpanKind.SERVER, "GET", Span.getInvalid()).end();
            }
        }

        assertThat(sink.spans()).hasSizeBetween(400, 600); // 6 standard deviations
    }

    @Test
    void spansThatNobodyTakesAreDroppedAndCounted() throws IOException {
        List<String> told = new CopyOnWriteArrayList<>();
        try (Tracing tracing = Tracing.of(
                TracingConfig.of(environment("http://127.0.0.1:" + closedPort(), "always_on", "1"), "gateway-service"),
                told::add)) {
            tracing.begin(SpanKind.SERVER, "GET", Span.getInvalid()).end();
            await().until(() -> tracing.dropped() == 1);
            tracing.begin(SpanKind.SERVER, "GET", Span.getInvalid()).end();
            await().until(() -> tracing.dropped() == 2);

            assertThat(told).hasSize(1);
        }
    }

    @Test
    void moreThanCanWaitAreDropped() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Tracing tracing = Tracing.of(
                        TracingConfig.of(
                                environment("http://127.0.0.1:" + silent.getLocalPort(), "always_on", "1"),
                                "gateway-service"),
                        why -> {})) {
            for (int i = 0; i < 5_000; i++) {
                tracing.begin(SpanKind.SERVER, "GET", Span.getInvalid()).end();
            }

            assertThat(tracing.dropped()).isBetween(2_000L, 3_000L);
        }
    }

    @Test
    void whatIsOffHandsOnWhatCame() {
        Span caller = TraceHeaders.read(SAMPLED, null);

        assertThat(Tracing.OFF.begin(SpanKind.SERVER, "GET", caller)).isSameAs(caller);
        assertThat(Tracing.OFF.begin(SpanKind.SERVER, "GET", Span.getInvalid()).isRecording())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void loadsTheSdkOnlyWhenItIsOn(boolean on) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xlog:class+load:stdout",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BeginsOneSpan.class.getName()));
        if (on) {
            command.add(sink.endpoint());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String loaded = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(loaded).contains(Tracing.class.getName());
        assertThat(loaded.contains("io.opentelemetry.sdk.")).isEqualTo(on);
        assertThat(loaded.contains("io.opentelemetry.exporter.")).isEqualTo(on);
    }

    private Tracing tracing(String sampler, String share) {
        return Tracing.of(TracingConfig.of(environment(sink.endpoint(), sampler, share), "gateway-service"), why -> {
            throw new AssertionError(why);
        });
    }

    private static Map<String, String> environment(String endpoint, String sampler, String share) {
        return Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", endpoint,
                "OTEL_EXPORTER_OTLP_HEADERS", "api-key=mine",
                "OTEL_TRACES_SAMPLER", sampler,
                "OTEL_TRACES_SAMPLER_ARG", share,
                "OTEL_BSP_SCHEDULE_DELAY", "20");
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
