package ai.radium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(RunningPlatform.class)
class BadInputTest {
    private static final int FIFTY_MIB = 50 * 1024 * 1024;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/chat/completions | {                                            | 400",
                "/chat/completions | null                                         | 400",
                "/chat/completions | []                                           | 400",
                "/chat/completions | {\"messages\":[]}                            | 400",
                "/chat/completions | {\"model\":7,\"messages\":[]}                | 400",
                "/chat/completions | {\"model\":\"@\",\"messages\":\"hello\"}     | 400",
                "/chat/completions | {\"model\":\"@\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"temperature\":\"hot\"} | 400",
                "/chat/completions | {\"model\":\"@\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"max_tokens\":-1} | 400",
                "/chat/completions | {\"model\":\"no-such-model\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | 404",
                "/completions      | {\"model\":\"@\"}                            | 400",
            })
    void refusesAnInferenceRequestInTheObjectShape(String path, String body, int status, Platform platform) {
        ApiClient.Answer answer = platform.api().post(path, body.replace("@", platform.model()));

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.json().at("/error/message").asText()).isNotBlank();
        assertThat(answer.json().at("/error/type").asText()).isNotBlank();
        assertThat(answer.json().at("/error/code").asText()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/deployments | {                              | 400",
                "/deployments | null                           | 400",
                "/deployments | []                             | 400",
                "/deployments | {\"name\":\"bad-input\"}       | 400",
                "/deployments | {\"name\":7.5,\"modelId\":[]}  | 400",
                "/deployments | {\"name\":\"bad-input\",\"modelId\":\"@\",\"configuration\":{\"minReplicas\":3,\"maxReplicas\":1}} | 400",
                "/deployments | {\"name\":\"bad-input\",\"modelId\":\"@\",\"configuration\":{\"minReplicas\":\"two\"}} | 400",
                "/deployments | {\"name\":\"bad-input\",\"modelId\":\"no-such-model\"} | 404",
                "/api-keys    | {\"scopes\":\"all\"}           | 400",
                "/api-keys    | null                           | 400",
            })
    void refusesAManagementRequestInTheStringShapeAndStoresNothing(
            String path, String body, int status, Platform platform) {
        long before = total(platform, path);

        ApiClient.Answer answer = platform.api().post(path, body.replace("@", platform.model()));

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.json().path("error").isTextual()).isTrue();
        assertThat(answer.json().path("code").asText()).isNotBlank();
        assertThat(total(platform, path)).isEqualTo(before);
    }

    @Test
    void refusesABodyOfFiftyMebibytes(Platform platform) {
        byte[] large = new byte[FIFTY_MIB];
        Arrays.fill(large, (byte) ' ');

        ApiClient.Answer answer = platform.api().send("POST", "/chat/completions", BodyPublishers.ofByteArray(large));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().at("/error/message").asText()).isNotBlank();
    }

    @Test
    void hidesTheDeploymentOfAnotherAccount(Platform platform) {
        ApiClient stranger = platform.stranger();

        assertThat(stranger.get("/deployments/" + platform.deploymentId()).status())
                .isEqualTo(404);
        assertThat(stranger.delete("/deployments/" + platform.deploymentId()).status())
                .isEqualTo(404);
        assertThat(stranger.post(
                                "/models/" + platform.deploymentId() + "/completions",
                                "{\"prompt\":\"hello\",\"max_tokens\":1}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void tellsTheLimitsToACallerWhoMayNotDoThis(Platform platform) {
        String key = Platform.secret(platform.newKey("{\"name\":\"reader\",\"scopes\":[\"read\"]}"));
        ApiClient reader = platform.api().withKey(key);

        ApiClient.Answer answer = reader.post("/chat/completions", "{}");

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(403);
        assertThat(answer.response().headers().firstValue("X-RateLimit-Limit"))
                .hasValueSatisfying(limit -> assertThat(Long.parseLong(limit)).isPositive());
    }

    private static long total(Platform platform, String path) {
        return platform.api().get(path).json().at("/pagination/total").asLong();
    }
}
