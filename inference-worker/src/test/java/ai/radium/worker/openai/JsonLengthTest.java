package ai.radium.worker.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLengthTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{\"role\":\"user\",\"content\":\"hi\"}]",
                "[{\"content\":\"\\\"\\\\\\n\\u0001\"},{\"content\":\"\u00e9\u20ac\ud83d\ude00\"}]",
                "{\"a\":null,\"b\":[true,1,-2.5,[{}]]}"
            })
    void isNoShorterThanWhatIsWrittenAndHardlyLonger(String text) throws Exception {
        JsonNode json = OpenAiClient.JSON.readTree(text);
        int written = json.toString().getBytes(StandardCharsets.UTF_8).length;

        assertThat(JsonLength.bytes(json)).isBetween((long) written, 2L * written + 2);
    }
}
