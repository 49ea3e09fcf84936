package ai.radium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.worker.v1.WorkerGrpc;
import ai.radium.kit.testing.OtlpSink;
import ai.radium.kit.tracing.TracingConfig;
import ai.radium.worker.engine.TestEngine;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracesTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";
    private static final String GENERATE = "radium.worker.v1.Worker/Generate";
    private static final Metadata.Key<String> TRACEPARENT =
            Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

    private final OtlpSink sink = new OtlpSink();
    private final RunningWorker worker;

    TracesTest(@TempDir Path folder) throws IOException {
        Map<String, String> environment = Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", sink.endpoint(),
                "OTEL_TRACES_SAMPLER", "parentbased_always_on",
                "OTEL_BSP_SCHEDULE_DELAY", "20");
        worker = new RunningWorker(
                TestEngine.talkative(512),
                TracingConfig.of(environment, "inference-worker").orElseThrow(),
                folder);
    }

    @AfterEach
    void stop() {
        worker.close();
        sink.close();
    }

    @Test
    void theEnginesWorkIsASpanBelowTheCallers() {
        generate("00-" + TRACE + "-" + CALLER + "-01");

        await().until(() -> sink.named(GENERATE).isPresent());
        OtlpSink.Seen span = sink.named(GENERATE).orElseThrow();
        assertThat(span.service()).isEqualTo("inference-worker");
        assertThat(span.traceId()).isEqualTo(TRACE);
        assertThat(span.parent()).isEqualTo(CALLER);
        assertThat(span.events()).containsExactly("radium.started", "radium.prefilled");
        assertThat(span.attributes())
                .containsEntry("gen_ai.request.model", "test")
                .containsEntry("radium.request_id", "req_1")
                .containsEntry("radium.usage", "usage_1")
                .containsKeys(
                        "radium.queue_seconds",
                        "radium.prefill_seconds",
                        "radium.decode_seconds",
                        "gen_ai.usage.input_tokens",
                        "gen_ai.usage.output_tokens",
                        "gen_ai.response.finish_reasons");
        assertThat(span.span().toString()).doesNotContain("Say hi");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"broken", "00-" + TRACE + "-0000000000000000-01", "00-" + TRACE + "-" + CALLER + "-01-more"})
    void aBrokenParentIsNone(String broken) {
        generate(broken);

        await().until(() -> sink.named(GENERATE).isPresent());
        assertThat(sink.named(GENERATE).orElseThrow().parent()).isEmpty();
        assertThat(sink.named(GENERATE).orElseThrow().traceId()).isNotEqualTo(TRACE);
    }

    @Test
    void whatIsNotSampledIsNotSent() {
        generate("00-" + TRACE + "-" + CALLER + "-00");
        generate("00-" + TRACE + "-" + CALLER + "-01");

        await().until(() -> sink.named(GENERATE).isPresent());
        assertThat(sink.spans()).hasSize(1);
    }

    @Test
    void aRefusalIsAnError() {
        Assertions.assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> worker.generate(RunningWorker.sayHi().setMaxTokens(1_000)));

        await().until(() -> sink.named(GENERATE).isPresent());
        assertThat(sink.named(GENERATE).orElseThrow().attributes()).containsEntry("error.type", "INVALID_ARGUMENT");
    }

    private void generate(String traceparent) {
        Metadata headers = new Metadata();
        headers.put(TRACEPARENT, traceparent);
        WorkerGrpc.WorkerBlockingStub caller = WorkerGrpc.newBlockingStub(
                ClientInterceptors.intercept(worker.channel(), MetadataUtils.newAttachHeadersInterceptor(headers)));
        assertThat(caller.generate(RunningWorker.sayHi().build()))
                .toIterable()
                .last()
                .satisfies(event -> assertThat(event.hasFinished()).isTrue());
    }
}
