package ai.radium.kit.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.SpanContext;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracingConfigTest {
    private static final String ENDPOINT = "http://127.0.0.1:4318";

    @Test
    void isOffWithoutAnEndpoint() {
        assertThat(TracingConfig.of(Map.of(), "gateway-service")).isEmpty();
        assertThat(TracingConfig.of(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", " "), "gateway-service"))
                .isEmpty();
        assertThat(TracingConfig.of(
                        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", ENDPOINT, "OTEL_SDK_DISABLED", "true"),
                        "gateway-service"))
                .isEmpty();
    }

    @Test
    void onePercentOfWhatBeginsHereIsTheDefault() {
        TracingConfig config = with(Map.of());

        assertThat(config.traces()).isEqualTo(URI.create(ENDPOINT + "/v1/traces"));
        assertThat(config.sampling()).isEqualTo(new Sampling(true, 0.01));
        assertThat(config.attributes()).containsExactly(Map.entry("service.name", "gateway-service"));
        assertThat(config.delay()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void takesWhatTheEnvironmentSays() {
        TracingConfig config = with(Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector.example/otlp/",
                "OTEL_EXPORTER_OTLP_HEADERS", "api-key=a%20b,x=1+1",
                "OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test,service.name=other",
                "OTEL_SERVICE_NAME", "edge",
                "OTEL_TRACES_SAMPLER", "always_on",
                "OTEL_BSP_SCHEDULE_DELAY", "20"));

        assertThat(config.traces()).isEqualTo(URI.create("https://collector.example/otlp/v1/traces"));
        assertThat(config.headers()).isEqualTo(Map.of("api-key", "a b", "x", "1+1"));
        assertThat(config.attributes())
                .isEqualTo(Map.of("deployment.environment.name", "test", "service.name", "edge"));
        assertThat(config.sampling()).isEqualTo(new Sampling(false, 1));
        assertThat(config.delay()).isEqualTo(Duration.ofMillis(20));
        assertThat(config.toString()).doesNotContain("a b");
    }

    @ParameterizedTest
    @CsvSource({
        "OTEL_EXPORTER_OTLP_ENDPOINT, localhost:4318",
        "OTEL_EXPORTER_OTLP_ENDPOINT, ftp://localhost",
        "OTEL_EXPORTER_OTLP_ENDPOINT, 'http://a b'",
        "OTEL_EXPORTER_OTLP_PROTOCOL, grpc",
        "OTEL_EXPORTER_OTLP_HEADERS, secret",
        "OTEL_EXPORTER_OTLP_HEADERS, api-key=%zz",
        "OTEL_RESOURCE_ATTRIBUTES, '=x'",
        "OTEL_TRACES_SAMPLER, jaeger_remote",
        "OTEL_TRACES_SAMPLER, parentbased_",
        "OTEL_TRACES_SAMPLER_ARG, often",
        "OTEL_TRACES_SAMPLER_ARG, 1.5",
        "OTEL_TRACES_SAMPLER_ARG, NaN",
        "OTEL_TRACES_SAMPLER_ARG, -0.1",
        "OTEL_BSP_SCHEDULE_DELAY, 5s"
    })
    void namesTheVariableThatCannotBeRead(String variable, String value) {
        assertThatThrownBy(() -> with(Map.of(variable, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(variable);
    }

    @Test
    void aShareOfTheIdsIsTaken() {
        Sampling sampling = new Sampling(true, 0.25);

        long taken = IntStream.range(0, 256)
                .filter(i ->
                        sampling.takes(SpanContext.getInvalid(), "0".repeat(16) + "%02x".formatted(i) + "0".repeat(14)))
                .count();

        assertThat(taken).isEqualTo(64);
    }

    private static TracingConfig with(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", ENDPOINT));
        environment.putAll(more);
        return TracingConfig.of(environment, "gateway-service").orElseThrow();
    }
}
