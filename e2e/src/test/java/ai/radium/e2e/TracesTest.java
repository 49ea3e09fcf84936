package ai.radium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.kit.testing.OtlpSink;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A caller's trace through every process that its call reaches. */
@ExtendWith(RunningPlatform.class)
class TracesTest {
    private static final String CALLER = "00f067aa0ba902b7";
    private static final String SECRET = "a prompt that no span holds";

    private final String trace = UUID.randomUUID().toString().replace("-", "");

    @Test
    void aCallIsOneTraceFromTheGatewayToTheBill(Platform platform) {
        ApiClient.Answer answer = platform.api()
                .post(
                        "/chat/completions",
                        "{\"model\":\"%s\",\"max_tokens\":4,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                                .formatted(platform.model(), SECRET),
                        "traceparent",
                        "00-" + trace + "-" + CALLER + "-01");
        assertThat(answer.status()).isEqualTo(200);

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(platform.trace(trace))
                        .extracting(OtlpSink.Seen::service)
                        .contains("gateway-service", "inference-worker", "billing-service", "analytics-service"));
        List<OtlpSink.Seen> spans = platform.trace(trace);
        OtlpSink.Seen server = span(spans, "gateway-service", "POST /chat/completions");
        OtlpSink.Seen attempt = span(spans, "gateway-service", "chat " + platform.model());
        assertThat(server.parent()).isEqualTo(CALLER);
        assertThat(attempt.parent()).isEqualTo(server.id());
        assertThat(span(spans, "inference-worker", "radium.worker.v1.Worker/Generate")
                        .parent())
                .isEqualTo(attempt.id());
        assertThat(span(spans, "billing-service", "process radium.usage.recorded.v1")
                        .parent())
                .isEqualTo(attempt.id());
        assertThat(spans.toString()).doesNotContain(SECRET).doesNotContain(platform.apiKey());
    }

    @Test
    void aManagementCallGoesOnInItsService(Platform platform) {
        assertThat(platform.api()
                        .post("/api-keys", "{\"name\":\"traced\"}", "traceparent", "00-" + trace + "-" + CALLER + "-01")
                        .status())
                .isEqualTo(201);

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(platform.trace(trace))
                        .extracting(OtlpSink.Seen::service)
                        .contains("gateway-service", "account-service"));
        List<OtlpSink.Seen> spans = platform.trace(trace);
        assertThat(span(spans, "account-service", "POST").parent())
                .isEqualTo(span(spans, "gateway-service", "POST /api-keys").id());
    }

    private static OtlpSink.Seen span(List<OtlpSink.Seen> spans, String service, String name) {
        return spans.stream()
                .filter(span -> span.service().equals(service) && span.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " of " + service + " among "
                        + spans.stream().map(OtlpSink.Seen::name).toList()));
    }
}
