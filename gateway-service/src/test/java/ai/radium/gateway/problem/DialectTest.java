package ai.radium.gateway.problem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectTest {
    private static final Refusal UNKNOWN_MODEL =
            GatewayProblem.MODEL_NOT_FOUND.because("Model gpt-9 not found").at("model");

    @Test
    void radiumReadsAStringACodeAndDetails() {
        assertThat(text(Dialect.STRING.render(UNKNOWN_MODEL.with(Map.of("model", "gpt-9")), "req-1")))
                .isEqualTo("{\"error\":\"Model gpt-9 not found\",\"code\":\"MODEL_NOT_FOUND\","
                        + "\"details\":{\"field\":\"model\",\"model\":\"gpt-9\"}}");
    }

    @Test
    void detailsAreAbsentWhenThereAreNone() {
        assertThat(text(Dialect.STRING.render(GatewayProblem.NOT_FOUND.because("No such path"), "req-1")))
                .isEqualTo("{\"error\":\"No such path\",\"code\":\"NOT_FOUND\"}");
    }

    @Test
    void openAiReadsAnObjectWithProblemMembersBesideIt() {
        assertThat(text(Dialect.OBJECT.render(UNKNOWN_MODEL, "req-1")))
                .isEqualTo("{\"error\":{\"message\":\"Model gpt-9 not found\",\"type\":\"not_found_error\","
                        + "\"code\":\"model_not_found\",\"param\":\"model\"},"
                        + "\"type\":\"urn:radium:problem:MODEL_NOT_FOUND\",\"title\":\"Model not found\","
                        + "\"status\":404,\"detail\":\"Model gpt-9 not found\"}");
    }

    @Test
    void anthropicReadsATypeAMessageAndTheRequest() {
        assertThat(text(Dialect.ANTHROPIC.render(UNKNOWN_MODEL, "req-1")))
                .isEqualTo("{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\","
                        + "\"message\":\"Model gpt-9 not found\"},\"request_id\":\"req-1\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_REQUEST, invalid_request_error",
        "INVALID_API_KEY, authentication_error",
        "ACCOUNT_SUSPENDED, billing_error",
        "CREDITS_EXHAUSTED, billing_error",
        "SPENDING_LIMIT, billing_error",
        "FORBIDDEN, permission_error",
        "NOT_FOUND, not_found_error",
        "METHOD_NOT_ALLOWED, invalid_request_error",
        "PAYLOAD_TOO_LARGE, request_too_large",
        "RATE_LIMIT_EXCEEDED, rate_limit_error",
        "INTERNAL_ERROR, api_error",
        "BAD_GATEWAY, api_error",
        "OVERLOADED, overloaded_error",
        "TIMEOUT, timeout_error"
    })
    void anthropicsTypesGoByTheStatus(GatewayProblem problem, String type) {
        assertThat(text(Dialect.ANTHROPIC.render(problem.because("why"), "req-1")))
                .contains("\"type\":\"" + type + "\"");
    }

    @Test
    void aStreamReadsTheObjectAlone() {
        assertThat(text(Dialect.renderForStream(GatewayProblem.BAD_GATEWAY.because("The worker is gone"))))
                .isEqualTo("{\"error\":{\"message\":\"The worker is gone\",\"type\":\"server_error\","
                        + "\"code\":\"bad_gateway\",\"param\":null}}");
    }

    @Test
    void everyProblemRendersInBothDialects() {
        for (GatewayProblem problem : GatewayProblem.values()) {
            Refusal refusal = problem.because("why \"quoted\"");
            assertThat(text(Dialect.STRING.render(refusal, "req-1"))).contains("\"" + problem.name() + "\"");
            assertThat(text(Dialect.OBJECT.render(refusal, "req-1"))).contains("\"status\":" + problem.status());
        }
    }

    @Test
    void aServiceThatIsAwaySaysWhenToComeBack() {
        assertThat(GatewayProblem.SERVICE_UNAVAILABLE.because("down").retryAfterSeconds())
                .isEqualTo(1);
        assertThat(GatewayProblem.RATE_LIMIT_EXCEEDED
                        .because("slow down")
                        .retryAfter(0)
                        .retryAfterSeconds())
                .isEqualTo(1);
        assertThat(GatewayProblem.ACCOUNT_SUSPENDED.because("no credit").retryIsFutile())
                .isTrue();
    }

    private static String text(byte[] json) {
        return new String(json, UTF_8);
    }
}
