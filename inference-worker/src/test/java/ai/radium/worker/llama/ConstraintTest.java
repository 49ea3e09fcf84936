package ai.radium.worker.llama;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.worker.engine.Generation;
import ai.radium.worker.engine.Prompt;
import ai.radium.worker.openai.OpenAiClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConstraintTest {
    private static final String TOOLS =
            "[{\"type\":\"function\",\"function\":{\"name\":\"time\",\"parameters\":{\"type\":\"object\"}}}]";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isMadeOnce(boolean templateReadsTools) throws Exception {
        Generation format = Constraint.on(
                generation(Map.of("response_format", read("{\"type\":\"json_object\"}"))), templateReadsTools);
        Generation calls = Constraint.on(
                generation(Map.of("tools", read(TOOLS), "tool_choice", read("\"required\""))), templateReadsTools);

        assertThat(format.options()).containsOnlyKeys("grammar", "reasoning_format");
        assertThat(format.writesCalls()).isFalse();
        assertThat(Constraint.on(format, templateReadsTools)).isSameAs(format);
        assertThat(calls.writesCalls()).isTrue();
        assertThat(Constraint.on(calls, templateReadsTools)).isSameAs(calls);
    }

    @Test
    void leavesTextAsItIs() {
        Generation text = new Generation(new Prompt.Text("a"), 1, Map.of());

        assertThat(Constraint.on(text, true)).isSameAs(text);
    }

    private static Generation generation(Map<String, JsonNode> options) throws Exception {
        return new Generation(
                new Prompt.Chat((ArrayNode) read("[{\"role\":\"user\",\"content\":\"Hi\"}]")), 0, options);
    }

    private static JsonNode read(String json) throws Exception {
        return OpenAiClient.JSON.readTree(json);
    }
}
