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

class RequestReaderTest {
    private static final EngineState.Ready PLAIN = new EngineState.Ready(4096, false);
    private static final EngineState.Ready WITH_TOOLS = new EngineState.Ready(4096, true);
    private static final String HI = "[{\"role\":\"user\",\"content\":\"hi\"}]";
    private static final String TOOLS = "[{\"type\":\"function\",\"function\":{\"name\":\"weather\"}},"
            + "{\"type\":\"function\",\"function\":{\"name\":\"time\"}}]";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `` | messages
            null | messages
            {} | messages
            [] | messages
            [ | messages
            [] [] | messages
            [1] | messages[0]
            [{"content":"hi"}] | messages[0].role
            [{"role":"king","content":"hi"}] | messages[0].role
            [{"role":"user","content":"hi"},{"role":5,"content":"hi"}] | messages[1].role
            [{"role":"user"}] | messages[0].content
            [{"role":"user","content":null}] | messages[0].content
            [{"role":"user","content":5}] | messages[0].content
            [{"role":"user","content":[]}] | messages[0].content
            [{"role":"user","content":[{"type":"image_url"}]}] | messages[0].content[0].type
            [{"role":"user","content":[{"type":"text","text":"a"},{"type":"input_audio"}]}] | messages[0].content[1].type
            [{"role":"user","content":[{"type":"refusal","refusal":"no"}]}] | messages[0].content[0].type
            [{"role":"user","content":"hi","nmae":"x"}] | messages[0].nmae
            [{"role":"user","content":[{"type":"text","text":"hi","txt":"x"}]}] | messages[0].content[0].txt
            [{"role":"assistant","tool_calls":[{"id":"a","type":"function","name":"f","function":{"name":"f","arguments":"{}"}}]}] | messages[0].tool_calls[0].name
            [{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}","args":{}}}]}] | messages[0].tool_calls[0].function.args
            [{"role":"assistant","function_call":{"name":"f","arguments":"{}","args":{}}}] | messages[0].function_call.args
            [{"role":"assistant","audio":{"id":"a"},"content":"hi"}] | messages[0].audio
            [{"role":"assistant","function_call":"f"}] | messages[0].function_call.name
            [{"role":"assistant","function_call":{"name":"f"}}] | messages[0].function_call.arguments
            [{"role":"assistant","function_call":{"name":"f","arguments":"{}"}}] | messages[0].function_call
            [{"role":"assistant","function_call":{"name":"f","arguments":"{}"},"tool_calls":[]}] | messages[0].function_call
            [{"role":"function","content":"hi"}] | messages[0].name
            [{"role":"function","name":"f","content":"hi"}] | messages[0].name
            [{"role":"assistant","function_call":{"name":"f","arguments":"{}"}},{"role":"function","name":"g","content":"hi"}] | messages[1].name
            [{"role":"user","content":[{"type":"text"}]}] | messages[0].content[0].text
            [{"role":"assistant"}] | messages[0].content
            [{"role":"assistant","tool_calls":[]}] | messages[0].tool_calls
            [{"role":"assistant","tool_calls":[{"id":"a","type":"function"}]}] | messages[0].tool_calls[0].function.name
            [{"role":"tool","content":"hi"}] | messages[0].tool_call_id
            [{"role":"user","content":"hi","name":5}] | messages[0].name
            [{"role":"assistant","content":"hi","reasoning_content":{}}] | messages[0].reasoning_content
            [{"role":"user","content":"hi","content":"ho"}] | messages[0].content
            [{"role":"user","content":[{"type":"text","text":"hi","text":"ho"}]}] | messages[0].content[0].text
            [{"role":"user","content":"hi"},{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]}] | messages[1].tool_calls
            [{"role":"tool","tool_call_id":"a","content":"hi"}] | messages[0].tool_call_id
            [{"role":"user","content":"hi"},{"role":"tool","tool_call_id":"a","content":"hi"},{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]}] | messages[1].tool_call_id
            [{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"b","content":"hi"}] | messages[1].tool_call_id
            """)
    void namesThePlaceInTheMessages(String messages, String param) {
        refuses(chat().setInput(messages), PLAIN, param);
    }

    @Test
    void takesWhatAToolAnswersToEachCallBeforeIt() {
        String messages = """
                [{"role":"assistant","tool_calls":[
                    {"id":"a","type":"function","function":{"name":"time","arguments":"{}"}},
                    {"id":"b","type":"function","function":{"name":"time","arguments":"{}"}}]},
                 {"role":"tool","tool_call_id":"b","content":"noon"},
                 {"role":"tool","tool_call_id":"a","content":"one"},
                 {"role":"user","content":"Well?"}]""";

        assertThat(read(chat().setInput(messages), WITH_TOOLS).prompt().toString())
                .contains("noon", "one", "Well?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            stop | 5
            stop | [5]
            stop | ["a",""]
            logit_bias | 5
            logit_bias | {"x":1}
            logit_bias | {"1":"a"}
            logit_bias | {"1":101}
            response_format | "x"
            response_format.type | {"type":"xml"}
            response_format.json_schema.schema | {"type":"json_schema"}
            tools | {}
            tools | [
            tools[0].type | [{"type":"web_search"}]
            tools[0].function.name | [{"type":"function","function":{"name":"a b"}}]
            tool_choice | "sometimes"
            tool_choice | "required"
            tool_choice.type | {"type":"tool"}
            tools[1].function.name | [{"type":"function","function":{"name":"a"}},{"type":"function","function":{"name":"a"}}]
            tools[0].name | [{"type":"function","name":"a","function":{"name":"a"}}]
            tools[0].function.params | [{"type":"function","function":{"name":"a","params":{}}}]
            tool_choice.allowed_tools.tools[0].strict | {"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"function","strict":true,"function":{"name":"time"}}]}}
            tool_choice.name | {"type":"function","name":"time","function":{"name":"time"}}
            tools[0].function.strict | [{"type":"function","function":{"name":"a","strict":"yes"}}]
            response_format.json_schema.strict | {"type":"json_schema","json_schema":{"schema":{},"strict":1}}
            response_format.json_schema.name | {"type":"json_schema","json_schema":{"name":5,"schema":{}}}
            response_format.json_schema.description | {"type":"json_schema","json_schema":{"description":[],"schema":{}}}
            response_format.schema | {"type":"json_object","schema":{}}
            tools[0].function.description | [{"type":"function","function":{"name":"a","description":5}}]
            tools[0].function.parameters | [{"type":"function","function":{"name":"a","parameters":"x"}}]
            tool_choice | 5
            parallel_tool_calls | "yes"
            """)
    void namesTheRawFieldThatIsWrong(String param, String value) {
        GenerateRequest.Builder request = chat();
        String field = param.replaceFirst("[.\\[].*", "");
        request.setField(GenerateRequest.getDescriptor().findFieldByName(field), value);
        refuses(request, WITH_TOOLS, param);
    }

    @Test
    void refusesABiasOfWhatTheModelDoesNotKnow() {
        EngineState.Ready small = new EngineState.Ready(4096, false, 100);

        assertThat(read(chat().setLogitBias("{\"99\":1}"), small).options()).containsKey("logit_bias");
        refuses(chat().setLogitBias("{\"100\":1}"), small, "logit_bias");
        refuses(chat().setLogitBias("{\"9999999999\":1}"), small, "logit_bias");
        refuses(chat().setLogitBias("{\"-1\":1}"), small, "logit_bias");
    }

    @Test
    void takesNullForWhatIsAbsent() {
        String tools = "[{\"type\":\"function\",\"function\":"
                + "{\"name\":\"a\",\"description\":null,\"parameters\":null,\"strict\":null}}]";

        assertThat(read(chat().setTools(tools), WITH_TOOLS).option("tools"))
                .hasToString("[{\"type\":\"function\",\"function\":{\"name\":\"a\"}}]");
        assertThat(read(
                                chat().setInput(
                                                "[{\"role\":\"user\",\"content\":\"hi\",\"name\":null,\"tool_calls\":null}]")
                                        .setTools("null")
                                        .setToolChoice("null")
                                        .setParallelToolCalls("null")
                                        .setStop("null")
                                        .setLogitBias("null")
                                        .setResponseFormat("{\"type\":\"text\",\"json_schema\":null}"),
                                WITH_TOOLS)
                        .options())
                .isEmpty();
    }

    @Test
    void readsMembersThatAreWrittenWithEscapes() {
        assertThat(read(chat().setInput("[{\"r\\u006fle\":\"us\\u0065r\",\"content\":\"hi\"}]"), PLAIN)
                        .prompt()
                        .toString())
                .contains("{\"role\":\"user\",\"content\":\"hi\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            response_format | {"type":"json_object"}
            response_format | {"type":"json_schema","json_schema":{"schema":{}}}
            tool_choice | "required"
            tool_choice | {"type":"function","function":{"name":"time"}}
            """)
    void refusesAPrefilledAnswerThatMustHaveAForm(String field, String value) {
        GenerateRequest.Builder request = chat().setTools(TOOLS)
                .setInput(
                        "[{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\",\"content\":\"{\\\"a\\\":\"}]");
        assertThat(read(request, PLAIN).options()).containsOnlyKeys("tools", "tool_choice");

        request.setField(GenerateRequest.getDescriptor().findFieldByName(field), value);
        refuses(request, PLAIN, "messages");
        refuses(request, WITH_TOOLS, "messages");
    }

    @Test
    void dropsToolsThatMustNotBeCalled() {
        assertThat(read(chat().setTools(TOOLS).setToolChoice("\"none\""), PLAIN).options())
                .isEmpty();
    }

    @Test
    void passesOnWhichToolsToCall() {
        assertThat(read(chat().setTools(TOOLS), PLAIN).option("tool_choice")).hasToString("\"auto\"");
        Generation required =
                read(chat().setTools(TOOLS).setToolChoice("\"required\"").setParallelToolCalls("true"), WITH_TOOLS);
        assertThat(required.options()).containsOnlyKeys("tools", "tool_choice", "parallel_tool_calls");
        String time = "{\"type\":\"function\",\"function\":{\"name\":\"time\"}}";
        assertThat(read(chat().setTools(TOOLS).setToolChoice(time), PLAIN).option("tool_choice"))
                .hasToString(time);
    }

    @Test
    void refusesAChoiceOfNoTool() {
        refuses(chat().setToolChoice("\"required\""), PLAIN, "tool_choice");
        String other = "{\"type\":\"function\",\"function\":{\"name\":\"other\"}}";
        refuses(chat().setTools(TOOLS).setToolChoice(other), PLAIN, "tool_choice.function.name");
    }

    @Test
    void joinsTextPartsAndKnowsDevelopersAsSystem() {
        Generation generation = read(
                chat().setInput("[{\"role\":\"developer\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},"
                        + "{\"type\":\"text\",\"text\":\"b\"}],\"id\":\"msg_1\"}]"),
                PLAIN);
        assertThat(generation.prompt())
                .isInstanceOfSatisfying(
                        Prompt.Chat.class,
                        chat -> assertThat(chat.messages()).hasToString("[{\"role\":\"system\",\"content\":\"ab\"}]"));
    }

    @Test
    void passesOnOnlyWhatTheClientSent() {
        Generation generation = read(
                chat().setTemperature(0).setSeed(-1).setStop("\"x\"").setResponseFormat("{\"type\":\"text\"}"), PLAIN);
        assertThat(generation.options()).containsOnlyKeys("temperature", "seed", "stop");
        assertThat(generation.options().get("stop")).hasToString("[\"x\"]");
        assertThat(generation.options().get("seed")).hasToString("4294967294");
    }

    @Test
    void refusesChatOptionsForText() {
        refuses(text().setTools(TOOLS), WITH_TOOLS, "tools");
        refuses(text().setResponseFormat("{\"type\":\"json_object\"}"), WITH_TOOLS, "response_format");
    }

    @Test
    void refusesWhatCanNeverFitWithoutReadingIt() {
        GenerateRequest.Builder request = chat().setInput("[".repeat(2 << 20));
        assertThatThrownBy(() -> read(request, PLAIN))
                .isInstanceOfSatisfying(
                        EngineRefusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("context_length_exceeded"));
    }

    private static void refuses(GenerateRequest.Builder request, EngineState.Ready engine, String param) {
        assertThatThrownBy(() -> read(request, engine))
                .isInstanceOfSatisfying(
                        EngineRefusal.class,
                        refusal -> assertThat(refusal.param()).isEqualTo(param));
    }

    private static Generation read(GenerateRequest.Builder request, EngineState.Ready engine) {
        return RequestReader.generation(request.build(), engine);
    }

    private static GenerateRequest.Builder chat() {
        return GenerateRequest.newBuilder().setInput(HI);
    }

    private static GenerateRequest.Builder text() {
        return GenerateRequest.newBuilder().setKind(InputKind.TEXT).setInput("\"hi\"");
    }
}
