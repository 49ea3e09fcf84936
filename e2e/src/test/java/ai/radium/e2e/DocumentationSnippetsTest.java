package ai.radium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The snippets of the documentation as printed, with the keys that it prints. */
@ExtendWith(RunningPlatform.class)
class DocumentationSnippetsTest {
    @Test
    void deploysALargeModelOnItsDeclaredStandInAndCallsIt(Platform platform) {
        ApiClient api = platform.api().withKey("your-api-key");

        ApiClient.Answer created = api.post("/deployments", """
                {"name":"my-deepseek-deployment","modelId":"deepseek-r1-0528","configuration":{
                  "acceleratorType":"H100 80GB","acceleratorCount":1,"autoScaling":true,"minReplicas":1,"maxReplicas":3}}""");
        assertThat(created.status()).as(created.response().body()).isEqualTo(201);
        String id = created.json().at("/data/id").asText();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> api.get("/deployments/" + id)
                        .json()
                        .at("/data/status")
                        .asText()
                        .equals("active"));

        ApiClient.Answer completion = api.post(
                "/models/" + id + "/completions",
                "{\"prompt\":\"Explain quantum computing\",\"max_tokens\":16,\"temperature\":0.7}");

        assertThat(completion.status()).as(completion.response().body()).isEqualTo(200);
        assertThat(completion.json().path("object").asText()).isEqualTo("text_completion");
        assertThat(completion.json().at("/choices/0/text").asText()).isNotBlank();
        assertThat(completion.response().headers().firstValue("X-Served-Model")).contains("smollm2-135m-instruct");
        assertThat(api.delete("/deployments/" + id).status()).isEqualTo(200);
    }

    @Test
    void chatsWithTheServerlessModelUnderTheOtherMount(Platform platform) {
        ApiClient api = new ApiClient(platform.baseUrl().replace("/v1", "/api/v1"), "sk-your-api-key");

        ApiClient.Answer answer = api.post(
                "/chat/completions",
                "{\"model\":\"llama2:7b\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}],\"max_tokens\":8}");

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        assertThat(answer.json().at("/choices/0/message/content").asText()).isNotBlank();
        assertThat(answer.response().headers().firstValue("X-Served-Model")).contains("smollm2-135m-instruct");
    }

    @Test
    void reportsTheDaysUsage(Platform platform) {
        ApiClient api = platform.api().withKey("YOUR_API_KEY");

        ApiClient.Answer usage = api.get("/analytics/usage?timeframe=24h");

        assertThat(usage.status()).as(usage.response().body()).isEqualTo(200);
        assertThat(usage.json().at("/data/chartData")).hasSize(24);
        assertThat(usage.json().at("/data/summary/totalRequests").asText()).isNotBlank();
    }
}
