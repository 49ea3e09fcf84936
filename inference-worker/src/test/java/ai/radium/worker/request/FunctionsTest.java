package ai.radium.worker.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.InputKind;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.EngineState;
import ai.radium.worker.engine.Generation;
import ai.radium.worker.engine.Prompt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tools in OpenAI's older words, and a choice of some of them. */
class FunctionsTest {
    private static final EngineState.Ready ENGINE = new EngineState.Ready(4096, true);
    private static final String TOOLS = "[{\"type\":\"function\",\"function\":{\"name\":\"weather\"}},"
            + "{\"type\":\"function\",\"function\":{\"name\":\"time\"}}]";

    @Test
    void readsTheOlderWordsForToolsAndTheirResults() {
        Generation generation = read(chat().setInput("""
                                [{"role":"user","content":"hi"},
                                 {"role":"assistant","content":null,"function_call":{"name":"weather","arguments":"{}"}},
                                 {"role":"function","name":"weather","content":"rain"}]""")
                .setFunctions("[{\"name\":\"weather\"},{\"name\":\"time\"}]")
                .setFunctionCall("{\"name\":\"time\"}"));

        assertThat(generation.option("tools")).hasToString(TOOLS);
        assertThat(generation.option("tool_choice"))
                .hasToString("{\"type\":\"function\",\"function\":{\"name\":\"time\"}}");
        assertThat(generation.option("parallel_tool_calls").asBoolean(true)).isFalse();
        assertThat(((Prompt.Chat) generation.prompt()).messages().get(1).at("/tool_calls/0/id"))
                .isEqualTo(((Prompt.Chat) generation.prompt()).messages().get(2).get("tool_call_id"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {} | auto | functions
            [{"name":"f"},{"name":"f"}] | auto | functions[1].name
            [{"name":"f","parameters":5}] | auto | functions[0].parameters
            [{"name":"f"}] | {} | function_call.name
            [{"name":"f"}] | {"name":"g"} | function_call.name
            [{"name":"f"}] | "required" | function_call
            [] | {"name":"g"} | function_call.name
            """)
    void namesWhatIsWrongWithFunctions(String functions, String call, String param) {
        refuses(chat().setFunctions(functions).setFunctionCall(call.equals("auto") ? "\"auto\"" : call), param);
    }

    @Test
    void refusesFunctionsBesideTools() {
        refuses(chat().setFunctions("[{\"name\":\"f\"}]").setTools(TOOLS), "tools");
        refuses(chat().setKind(InputKind.TEXT).setInput("\"hi\"").setFunctions("[{\"name\":\"f\"}]"), "functions");
    }

    @Test
    void showsTheAllowedToolsAlone() {
        Generation generation = read(chat().setTools(TOOLS).setToolChoice("""
                        {"type":"allowed_tools","allowed_tools":{"mode":"required",
                         "tools":[{"type":"function","function":{"name":"time"}}]}}"""));

        assertThat(generation.option("tools"))
                .hasToString("[{\"type\":\"function\",\"function\":{\"name\":\"time\"}}]");
        assertThat(generation.option("tool_choice").asText()).isEqualTo("required");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {} | mode
            {"mode":"none","tools":[{"type":"function","function":{"name":"time"}}]} | mode
            {"mode":"auto"} | tools
            {"mode":"auto","tools":[]} | tools
            {"mode":"auto","tools":[{"type":"mcp"}]} | tools[0].type
            {"mode":"auto","tools":[{"type":"function","function":{"name":"date"}}]} | tools[0].function.name
            """)
    void namesWhatIsWrongWithAllowedTools(String allowed, String param) {
        refuses(
                chat().setTools(TOOLS).setToolChoice("{\"type\":\"allowed_tools\",\"allowed_tools\":" + allowed + "}"),
                "tool_choice.allowed_tools." + param);
    }

    private static void refuses(GenerateRequest.Builder request, String param) {
        assertThatThrownBy(() -> read(request))
                .isInstanceOfSatisfying(
                        EngineRefusal.class,
                        refusal -> assertThat(refusal.param()).isEqualTo(param));
    }

    private static Generation read(GenerateRequest.Builder request) {
        return RequestReader.generation(request.build(), ENGINE);
    }

    private static GenerateRequest.Builder chat() {
        return GenerateRequest.newBuilder().setInput("[{\"role\":\"user\",\"content\":\"hi\"}]");
    }
}
