package ai.radium.gateway.problem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceProblemTest {
    private static final String PROBLEM_JSON = "application/problem+json;charset=UTF-8";

    @Test
    void keepsCodeDetailFieldAndFactsOfAProblem() {
        Refusal refusal = ServiceProblem.read(
                409,
                PROBLEM_JSON,
                bytes("{\"type\":\"urn:x\",\"title\":\"Taken\",\"status\":409,\"detail\":\"Name a is taken\","
                        + "\"code\":\"NAME_TAKEN\",\"param\":\"name\",\"details\":{\"max\":3},\"traceId\":\"r\"}"),
                0);

        assertThat(refusal)
                .isEqualTo(new Refusal(
                        409, "NAME_TAKEN", "Taken", "Name a is taken", "name", Map.<String, Object>of("max", 3), 0));
    }

    @Test
    void neverShowsABodyOfAnotherKind() {
        byte[] trace = bytes("<html>java.lang.NullPointerException at ai.radium.Secret</html>");

        assertThat(ServiceProblem.read(500, "text/html", trace, 0).code()).isEqualTo("BAD_GATEWAY");
        assertThat(ServiceProblem.read(409, null, trace, 0).status()).isEqualTo(502);
        assertThat(ServiceProblem.read(400, PROBLEM_JSON, trace, 0).detail()).doesNotContain("Secret");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 413, 414, 415, 431})
    void whatAServicesHttpServerRefusesByItselfIsStillTheCallers(int status) {
        Refusal refusal = ServiceProblem.read(status, "text/html", bytes("<html>Secret</html>"), 0);

        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal.detail()).doesNotContain("Secret");
    }

    @Test
    void passesOnWhenToComeBack() {
        byte[] body = bytes("{\"code\":\"NO_CAPACITY\",\"detail\":\"full\"}");

        assertThat(ServiceProblem.read(503, PROBLEM_JSON, body, 7).retryAfterSeconds())
                .isEqualTo(7);
        assertThat(ServiceProblem.read(503, PROBLEM_JSON, body, 0).retryAfterSeconds())
                .isEqualTo(1);
        assertThat(ServiceProblem.read(503, "text/plain", body, 0).code()).isEqualTo("SERVICE_UNAVAILABLE");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
