package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.gateway.worker.ScriptedWorker;
import ai.radium.kit.testing.OtlpSink;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Traces through the real gateway: what a client brings, what workers and services are told, what a collector is sent. */
@Timeout(60)
class TracesTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";
    private static final String SAMPLED = "00-" + TRACE + "-" + CALLER + "-01";
    private static final String UNSAMPLED = "00-" + TRACE + "-" + CALLER + "-00";
    private static final String NEW = "00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]";

    private final OtlpSink sink = new OtlpSink();
    private final BlockingQueue<Metadata> calls = new LinkedBlockingQueue<>();
    private final BlockingQueue<CountingService.Request> relayed = new LinkedBlockingQueue<>();
    private final ScriptedWorker worker =
            new ScriptedWorker(0, builder -> builder.intercept(new NotesHeaders()), TracesTest::answer);
    private final CountingService service = new CountingService((request, to) -> {
        relayed.add(request);
        CountingService.echo(request, to);
    });

    @TempDir
    private Path home = Path.of("");

    TracesTest() throws IOException {}

    @AfterEach
    void stop() throws IOException {
        worker.close();
        service.close();
        sink.close();
    }

    private static void answer(GenerateRequest request, ServerCallStreamObserver<Event> client) {
        if (request.getInput().contains("broken")) {
            client.onError(Status.INTERNAL.asRuntimeException());
        } else {
            ScriptedWorker.echo(request, client);
        }
    }

    @Test
    void oneTraceGoesFromTheClientToTheWorker() throws Exception {
        try (LocalGateway gateway = gateway(Map.of("OTEL_TRACES_SAMPLER_ARG", "0"))) {
            assertThat(chat(gateway, "the secret prompt", "traceparent: " + SAMPLED, "tracestate: congo=1"))
                    .startsWith("HTTP/1.1 200");

            OtlpSink.Seen server = awaitSpan("POST /chat/completions");
            OtlpSink.Seen attempt = awaitSpan("chat m");
            assertThat(server.service()).isEqualTo("gateway-service");
            assertThat(server.traceId()).isEqualTo(TRACE);
            assertThat(server.parent()).isEqualTo(CALLER);
            assertThat(server.attributes())
                    .containsEntry("http.request.method", "POST")
                    .containsEntry("http.route", "/chat/completions")
                    .containsEntry("http.response.status_code", "200");
            assertThat(attempt.parent()).isEqualTo(server.id());
            assertThat(attempt.events()).containsExactly("gen_ai.first_token");
            assertThat(attempt.attributes())
                    .containsEntry("gen_ai.operation.name", "chat")
                    .containsEntry("gen_ai.provider.name", "radium")
                    .containsEntry("gen_ai.request.model", "m")
                    .containsEntry("gen_ai.response.model", "m")
                    .containsEntry("gen_ai.request.max_tokens", "64")
                    .containsEntry("gen_ai.request.temperature", "0.7")
                    .containsEntry("gen_ai.request.top_p", "0.9")
                    .containsEntry("gen_ai.request.seed", "42")
                    .containsEntry("gen_ai.usage.input_tokens", "7")
                    .containsEntry("gen_ai.response.finish_reasons", "stop")
                    .containsEntry("server.address", "127.0.0.1")
                    .containsKeys("gen_ai.usage.output_tokens", "gen_ai.response.id")
                    .doesNotContainKey("error.type");
            Metadata told = told();
            assertThat(header(told, "traceparent")).isEqualTo("00-" + TRACE + "-" + attempt.id() + "-01");
            assertThat(header(told, "tracestate")).isEqualTo("congo=1");
            assertThat(sink.spans().toString()).doesNotContain("secret prompt").doesNotContain("sesame");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "traceparent: broken",
                "traceparent: 00-" + TRACE + "-" + CALLER + "-01-more",
                "traceparent: ff-" + TRACE + "-" + CALLER + "-01",
                "traceparent: 00-00000000000000000000000000000000-" + CALLER + "-01",
                "traceparent: 00-" + TRACE + "-0000000000000000-01",
                "traceparent: 00-4BF92F3577B34DA6A3CE929D0E0E4736-" + CALLER + "-01",
                "traceparent: " + SAMPLED + "\r\ntraceparent: " + SAMPLED,
                "tracestate: congo=1"
            })
    void aBrokenParentBeginsANewTrace(String headers) throws Exception {
        try (LocalGateway gateway = gateway(Map.of("OTEL_TRACES_SAMPLER_ARG", "1"))) {
            chat(gateway, "hi", headers);

            OtlpSink.Seen server = awaitSpan("POST /chat/completions");
            assertThat(server.parent()).isEmpty();
            assertThat(server.traceId()).isNotEqualTo(TRACE);
            Metadata told = told();
            assertThat(header(told, "traceparent")).startsWith("00-" + server.traceId());
            assertThat(told.containsKey(key("tracestate"))).isFalse();
        }
    }

    @Test
    void whatIsNotSampledIsHandedOnAndNotSent() throws Exception {
        try (LocalGateway gateway = gateway(Map.of("OTEL_TRACES_SAMPLER_ARG", "1"))) {
            chat(gateway, "hi", "traceparent: " + UNSAMPLED);
            assertThat(header(told(), "traceparent")).isEqualTo(UNSAMPLED);

            chat(gateway, "hi", "traceparent: " + SAMPLED);
        }
        assertThat(sink.spans())
                .extracting(OtlpSink.Seen::name)
                .containsExactlyInAnyOrder("POST /chat/completions", "chat m");
    }

    @Test
    void aTraceThatBeginsHereAndIsNotTakenIsTakenByNobody() throws Exception {
        try (LocalGateway gateway = gateway(Map.of("OTEL_TRACES_SAMPLER_ARG", "0"))) {
            chat(gateway, "hi", "x: y");

            assertThat(header(told(), "traceparent")).matches(NEW).endsWith("-00");
        }
        assertThat(sink.spans()).isEmpty();
    }

    @Test
    void aServiceIsToldTheGatewaysSpan() throws Exception {
        try (LocalGateway gateway = gateway(Map.of("OTEL_TRACES_SAMPLER_ARG", "0"))) {
            get(gateway, "traceparent: " + SAMPLED + "\r\ntracestate: congo=1");

            OtlpSink.Seen server = awaitSpan("GET /models");
            CountingService.Request request = Objects.requireNonNull(relayed.poll(10, TimeUnit.SECONDS));
            assertThat(request.header("traceparent")).isEqualTo("00-" + TRACE + "-" + server.id() + "-01");
            assertThat(request.header("tracestate")).isEqualTo("congo=1");
        }
    }

    @Test
    void whoIsOffHandsOnWhatCame() throws Exception {
        try (LocalGateway gateway = new LocalGateway(home(), services())) {
            chat(gateway, "hi", "traceparent: " + SAMPLED, "tracestate: congo=1");
            Metadata told = told();
            assertThat(header(told, "traceparent")).isEqualTo(SAMPLED);
            assertThat(header(told, "tracestate")).isEqualTo("congo=1");

            chat(gateway, "hi", "x: y");
            assertThat(told().containsKey(key("traceparent"))).isFalse();

            get(gateway, "traceparent: any thing\r\ntracestate: at=all");
            CountingService.Request request = Objects.requireNonNull(relayed.poll(10, TimeUnit.SECONDS));
            assertThat(request.header("traceparent")).isEqualTo("any thing");
            assertThat(request.header("tracestate")).isEqualTo("at=all");
        }
    }

    @Test
    void aFailureIsToldByItsCodeAlone() throws Exception {
        try (LocalGateway gateway = gateway(Map.of("OTEL_TRACES_SAMPLER_ARG", "1"))) {
            String reply = chat(gateway, "broken", "x: y");

            OtlpSink.Seen attempt = awaitSpan("chat m");
            assertThat(reply).doesNotStartWith("HTTP/1.1 200");
            assertThat(attempt.attributes()).containsKey("error.type");
            assertThat(awaitSpan("POST /chat/completions").attributes()).containsKey("error.type");
        }
    }

    @Test
    void aCollectorThatIsAwayTroublesNoRequest() throws Exception {
        try (LocalGateway gateway =
                gateway(Map.of("OTEL_TRACES_SAMPLER_ARG", "1", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"))) {
            for (int i = 0; i < 5; i++) {
                assertThat(chat(gateway, "hi", "x: y")).startsWith("HTTP/1.1 200");
            }

            await().until(() -> gateway.metric("radium_gateway_dropped_spans_total") == 10);
        }
    }

    private LocalGateway gateway(Map<String, String> settings) {
        Map<String, String> all = services();
        all.put("OTEL_EXPORTER_OTLP_ENDPOINT", sink.endpoint());
        all.put("OTEL_BSP_SCHEDULE_DELAY", "20");
        all.putAll(settings);
        return new LocalGateway(home(), all);
    }

    private Map<String, String> services() {
        return new HashMap<>(Map.of("RADIUM_MODEL_SERVICE", service.uri()));
    }

    private GatewayHome home() {
        return new GatewayHome(home.resolve("home"))
                .key("sesame", "acct_a", Map.of())
                .model("m", worker.address());
    }

    private static String chat(LocalGateway gateway, String prompt, String... headers) throws IOException {
        String body = "{\"model\":\"m\",\"max_tokens\":64,\"temperature\":0.7,\"top_p\":0.9,\"seed\":42,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}";
        try (LocalGateway.RawClient client = gateway.connect()) {
            return client.say("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sesame\r\n"
                            + String.join("\r\n", headers) + "\r\nContent-Length: " + body.length() + "\r\n\r\n"
                            + body)
                    .reply();
        }
    }

    private static void get(LocalGateway gateway, String headers) throws IOException {
        try (LocalGateway.RawClient client = gateway.connect()) {
            assertThat(client.say("GET /v1/models HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sesame\r\n" + headers
                                    + "\r\n\r\n")
                            .reply())
                    .startsWith("HTTP/1.1 200");
        }
    }

    private OtlpSink.Seen awaitSpan(String name) {
        await().until(() -> sink.named(name).isPresent());
        return sink.named(name).orElseThrow();
    }

    private Metadata told() throws InterruptedException {
        return Objects.requireNonNull(calls.poll(10, TimeUnit.SECONDS));
    }

    private static String header(Metadata headers, String name) {
        return Objects.requireNonNull(headers.get(key(name)));
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name.toLowerCase(Locale.ROOT), Metadata.ASCII_STRING_MARSHALLER);
    }

    private final class NotesHeaders implements ServerInterceptor {
        @Override
        public <Q, T> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, T> call, Metadata headers, ServerCallHandler<Q, T> next) {
            calls.add(headers);
            return next.startCall(call, headers);
        }
    }
}
