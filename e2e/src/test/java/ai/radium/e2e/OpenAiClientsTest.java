package ai.radium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The packages as published, given a base URL and a key. */
@ExtendWith(RunningPlatform.class)
class OpenAiClientsTest {
    @Test
    void servesTheUnmodifiedPythonPackage(Platform platform) {
        JsonNode seen = OpenAiPackage.PYTHON.run(platform);

        assertAnswers(seen, platform);
        assertToolCalls(seen.path("tools"));
        assertThat(seen.at("/structured/sky").asText()).isIn("sunny", "cloudy", "rainy");
        assertThat(seen.at("/structured/degrees").asInt()).isBetween(-40, 50);
        assertResponses(seen.path("responses"));
        assertUsage(seen.path("usage"));
        assertThat(seen.at("/wrongKey/class").asText()).isEqualTo("AuthenticationError");
        assertThat(seen.at("/unknownModel/class").asText()).isEqualTo("NotFoundError");
        assertThat(seen.at("/overLimit/class").asText()).isEqualTo("RateLimitError");
    }

    @Test
    void servesTheUnmodifiedNodePackage(Platform platform) {
        JsonNode seen = OpenAiPackage.NODE.run(platform);

        assertAnswers(seen, platform);
        assertThat(seen.at("/wrongKey/class").asText()).isEqualTo("AuthenticationError");
        assertThat(seen.at("/unknownModel/class").asText()).isEqualTo("NotFoundError");
        assertThat(seen.at("/overLimit/class").asText()).isEqualTo("RateLimitError");
    }

    private static void assertToolCalls(JsonNode tools) {
        assertThat(tools.path("id").asText()).startsWith("call_");
        assertThat(tools.path("name").asText()).isEqualTo("weather");
        assertThat(tools.at("/arguments/city").asText()).isNotBlank();
        assertThat(tools.path("content").isNull()).isTrue();
        assertThat(tools.path("finish").asText()).isEqualTo("tool_calls");
        assertThat(tools.path("answer").asText()).isNotBlank();
        assertThat(tools.at("/streamed/id").asText()).startsWith("call_");
        assertThat(tools.at("/streamed/name").asText()).isEqualTo("weather");
        assertThat(tools.at("/streamed/arguments")).isEqualTo(tools.path("arguments"));
        assertThat(tools.at("/streamed/finish").asText()).isEqualTo("tool_calls");
    }

    private static void assertUsage(JsonNode usage) {
        assertThat(usage.path("object").asText()).isEqualTo("organization.usage.completions.result");
        assertThat(usage.path("requests").asInt()).isPositive();
        assertThat(usage.path("outputTokens").asInt()).isPositive();
        assertThat(usage.path("model").asText()).isNotBlank();
        assertThat(usage.path("costs")).allMatch(each -> each.asText().equals("organization.costs.result"));
        assertThat(usage.path("hours").asInt()).isEqualTo(12);
        assertThat(usage.path("images")).allMatch(each -> each.asInt() == 0);
        assertThat(usage.at("/projects/class").asText()).isEqualTo("BadRequestError");
        assertThat(usage.at("/projects/message").asText()).contains("group_by");
    }

    private static void assertResponses(JsonNode responses) {
        assertThat(responses.path("text").asText()).isNotBlank();
        assertThat(responses.path("status").asText()).isIn("completed", "incomplete");
        assertThat(responses.path("outputTokens").asInt()).isBetween(1, 12);
        assertThat(responses.at("/events/0").asText()).isEqualTo("response.created");
        assertThat(responses.path("numbered").asBoolean()).isTrue();
        assertThat(responses.path("deltas").asText())
                .isNotBlank()
                .isEqualTo(responses.path("streamText").asText());
        assertThat(responses.at("/call/id").asText()).startsWith("call_");
        assertThat(responses.at("/call/name").asText()).isEqualTo("weather");
        assertThat(responses.at("/call/arguments/city").asText()).isNotBlank();
        assertThat(responses.path("answer").asText()).isNotBlank();
        assertThat(responses.at("/streamedCall/arguments")).isEqualTo(responses.at("/call/arguments"));
        assertThat(responses.at("/structured/sky").asText()).isIn("sunny", "cloudy", "rainy");
        assertThat(responses.at("/kept/status").asInt()).isEqualTo(400);
        assertThat(responses.at("/kept/message").asText()).contains("previous_response_id");
    }

    private static void assertAnswers(JsonNode seen, Platform platform) {
        assertThat(seen.path("models")).anyMatch(id -> id.asText().equals(platform.model()));
        assertThat(seen.at("/chat/text").asText()).isNotBlank();
        assertThat(seen.at("/chat/completionTokens").asInt()).isBetween(1, 12);
        assertThat(seen.at("/stream/text").asText()).isNotBlank();
        assertThat(seen.at("/stream/finish").asText()).isIn("stop", "length");
        assertThat(seen.at("/stream/completionTokens").asInt()).isBetween(1, 12);
        assertThat(seen.at("/stream/promptTokens").asInt()).isPositive();
        assertThat(seen.at("/wrongKey/status").asInt()).isEqualTo(401);
        assertThat(seen.at("/wrongKey/message").asText()).containsIgnoringCase("key");
        assertThat(seen.at("/unknownModel/status").asInt()).isEqualTo(404);
        assertThat(seen.at("/unknownModel/code").asText()).isEqualTo("model_not_found");
        assertThat(seen.at("/unknownModel/message").asText()).contains("no-such-model");
        assertThat(seen.at("/overLimit/status").asInt()).isEqualTo(429);
        assertThat(seen.at("/overLimit/message").asText()).containsIgnoringCase("limit");
        assertThat(seen.at("/overLimit/requestId").asText()).isNotBlank();
    }
}
