package ai.radium.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.radium.contracts.worker.Sampling;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request for a response may say, and the chat that it becomes. */
class ResponsesBodyTest {
    private final ResponsesBody body = new ResponsesBody();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "input":"h\\u00e9 }]"|[{"role":"user","content":"h\\u00e9 }]"}]
            "input":"a","instructions":"be \\"brief\\""|[{"role":"system","content":"be \\"brief\\""},{"role":"user","content":"a"}]
            "input":"a","instructions":null|[{"role":"user","content":"a"}]
            "input":[{"role":"user","content":"a"}]|[{"role":"user","content":"a"}]
            "input":[ {"type":"message", "role":"developer" ,"content":"a"} , {"role":"system","content":"b"} ]|[{"role":"system","content":"a"},{"role":"system","content":"b"}]
            "input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"a\\n"},{"text":"b","type":"input_text"}],"id":"msg_1","status":"completed","internal_chat_message_metadata_passthrough":{"turn_id":"t"}}]|[{"role":"user","content":"a\\nb"}]
            "input":[{"role":"assistant","content":[{"type":"output_text","text":"a","annotations":[],"logprobs":[]}],"phase":"final_answer"},{"role":"user","content":"b"}]|[{"role":"assistant","content":"a"},{"role":"user","content":"b"}]
            "input":[{"role":"assistant","content":[{"type":"refusal","refusal":"no"}]}]|[{"role":"assistant","content":"no"}]
            "input":[{"type":"function_call","call_id":"c","name":"f","arguments":"{\\"a\\":1}","id":"fc_1","status":"completed"},{"type":"function_call_output","call_id":"c","output":"x"}]|[{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\\"a\\":1}"}}]},{"role":"tool","tool_call_id":"c","content":"x"}]
            "input":[{"role":"assistant","content":"so"},{"type":"reasoning","id":"rs_1","summary":[{"text":"t","type":"summary_text"}],"encrypted_content":null},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call","call_id":"d","name":"g","arguments":"{}"}]|[{"role":"assistant","content":"so","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"d","type":"function","function":{"name":"g","arguments":"{}"}}]}]
            "input":[{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"role":"assistant","content":"a"},{"role":"assistant","content":"b"}]|[{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"assistant","content":"a"},{"role":"assistant","content":"b"}]
            "input":[{"type":"function_call_output","call_id":"c","output":[{"type":"input_text","text":"x"},{"type":"input_text","text":"y"}]}]|[{"role":"tool","tool_call_id":"c","content":"xy"}]
            "input":[{"ro\\u006ce":"user","content":"a"}]|[{"role":"user","content":"a"}]
            """)
    void itemsBecomeMessages(String members, String messages) {
        ResponsesRequest request = taken(members);

        assertThat(text(request.chat().parts().input())).isEqualTo(messages);
        request.bytes().release();
    }

    @Test
    void toolsFormatAndSettingsBecomeThoseOfAChat() {
        ResponsesRequest request = taken("""
                "input":"a","stream":true,"stream_options":{"include_obfuscation":false},"max_output_tokens":9,"temperature":0.5,
                "tools":[{"type":"web_search"},
                         {"type":"function","name":"f","description":"d","parameters":{"type":"object"},"strict":true},
                         {"type":"local_shell"},
                         {"type":"function","name":"g","parameters":null}],
                "tool_choice":{"type":"function","name":"f"},"parallel_tool_calls":true,
                "text":{"format":{"type":"json_schema","name":"n","schema":{"type":"object"},"strict":true},"verbosity":"low"},
                "reasoning":{"effort":"high","summary":"auto"},"metadata":{"k":"v"},"store":true,
                "include":["reasoning.encrypted_content"],"truncation":"disabled","top_logprobs":0,"background":false,
                "user":"u","service_tier":"flex","prompt_cache_key":"p","client_metadata":{"a":[1]}""");

        GenerationRequest chat = request.chat();
        assertThat(chat.stream()).isTrue();
        assertThat(chat.maxTokens()).isEqualTo(9);
        assertThat(chat.sampling()).isEqualTo(new Sampling(0.5f, null, null, null, null, null, null, false, 0));
        assertThat(text(chat.parts().tools())).isEqualTo("""
                [{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"},"strict":true}},\
                {"type":"function","function":{"name":"g"}}]""");
        assertThat(text(chat.parts().toolChoice())).isEqualTo("{\"type\":\"function\",\"function\":{\"name\":\"f\"}}");
        assertThat(text(chat.parts().parallelToolCalls())).isEqualTo("true");
        assertThat(text(chat.parts().responseFormat())).isEqualTo("""
                {"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"},"strict":true}}""");
        assertThat(request.warning()).isEqualTo("warning: 299 radium \"ignored tools: web_search, local_shell\"\r\n");
        assertThat(echo(request)).isEqualTo("""
                ,"metadata":{"k":"v"},"instructions":null,"max_output_tokens":9,"temperature":0.5,"top_p":null,"user":"u",\
                "safety_identifier":null,"prompt_cache_key":"p","prompt_cache_retention":null,"parallel_tool_calls":true,\
                "reasoning":{"effort":"high","summary":"auto"},"background":false,"max_tool_calls":null,\
                "previous_response_id":null,"prompt":null,"service_tier":"default","store":false,"top_logprobs":0,\
                "truncation":"disabled","tools":[{"type":"function","name":"f","description":"d",\
                "parameters":{"type":"object"},"strict":true},{"type":"function","name":"g","description":null,\
                "parameters":null,"strict":false}],"tool_choice":{"type":"function","name":"f"},\
                "text":{"format":{"type":"json_schema","name":"n","schema":{"type":"object"},"strict":true},\
                "verbosity":"low"}""");
        request.bytes().release();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"tools\":[]",
                "\"tools\":null",
                "\"tools\":[{\"type\":\"custom\",\"name\":\"x\"}],\"tool_choice\":\"auto\"",
                "\"tool_choice\":\"none\",\"text\":{\"format\":{\"type\":\"text\"}}"
            })
    void whatIsNotAskedForIsNotPassedOn(String members) {
        ResponsesRequest request = taken("\"input\":\"a\"," + members);

        assertThat(request.chat().parts().tools()).isNull();
        assertThat(text(request.chat().parts().toolChoice())).isEmpty();
        assertThat(text(request.chat().parts().responseFormat())).isEmpty();
        assertThat(request.chat().sampling()).isEqualTo(Sampling.DEFAULT);
        assertThat(echo(request)).contains("\"tools\":[]");
        request.bytes().release();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "input":null|input
            "input":[]|input
            "input":7|input
            "input":["a"]|input[0]
            "input":[{"type":"reasoning","summary":[]}]|input
            "input":"a","input":"b"|input
            "input":"a","messages":[]|messages
            "input":"a","stop":["x"]|stop
            "input":"a","seed":1|seed
            "input":"a","max_tokens":5|max_tokens
            "input":"a","unheard_of":1|unheard_of
            "input":"a","previous_response_id":"resp_1"|previous_response_id
            "input":"a","conversation":"conv_1"|conversation
            "input":"a","prompt":{"id":"p"}|prompt
            "input":"a","background":true|background
            "input":"a","truncation":"auto"|truncation
            "input":"a","top_logprobs":2|top_logprobs
            "input":"a","include":["message.output_text.logprobs"]|include[0]
            "input":"a","include":"x"|include
            "input":"a","max_output_tokens":0|max_output_tokens
            "input":"a","temperature":3|temperature
            "input":"a","top_p":"1"|top_p
            "input":"a","stream":"yes"|stream
            "input":"a","stream_options":{}|stream_options
            "input":"a","stream":true,"stream_options":{"include_usage":true}|stream_options.include_usage
            "input":"a","store":1|store
            "input":"a","instructions":["x"]|instructions
            "input":"a","user":5|user
            "input":"a","metadata":{"a":1}|metadata.a
            "input":"a","metadata":{"a":"1","\\u0061":"2"}|metadata.a
            "input":"a","client_metadata":{"a":{"b":1,"b":2}}|client_metadata.a.b
            "input":"a","reasoning":{"effort":1}|reasoning.effort
            "input":"a","reasoning":{"budget":1}|reasoning.budget
            "input":"a","reasoning":"high"|reasoning
            "input":"a","text":{"format":{"type":"grammar"}}|text.format.type
            "input":"a","text":{"format":{"type":"json_object","schema":{}}}|text.format.schema
            "input":"a","text":{"format":{"type":"json_schema","name":"n"}}|text.format.schema
            "input":"a","text":{"format":{"type":"json_schema","schema":{}}}|text.format.name
            "input":"a","text":{"format":{"type":"json_schema","name":"n","schema":{},"strict":"x"}}|text.format.strict
            "input":"a","text":{"verbosity":"loud"}|text.verbosity
            "input":"a","text":{"tone":"x"}|text.tone
            "input":"a","tools":{}|tools
            "input":"a","tools":["x"]|tools[0]
            "input":"a","tools":[{"name":"f"}]|tools[0].type
            "input":"a","tools":[{"type":"function"}]|tools[0].name
            "input":"a","tools":[{"type":"function","name":"f","parameters":[]}]|tools[0].parameters
            "input":"a","tools":[{"type":"function","name":"f","strict":"x"}]|tools[0].strict
            "input":"a","tools":[{"type":"function","function":{"name":"f"}}]|tools[0].function
            "input":"a","tools":[{"type":"web_search","filters":{"a":1,"a":2}}]|tools[0].filters.a
            "input":"a","tools":[{"type":"web_search","type":"function"}]|tools[0].type
            "input":"a","tool_choice":"any"|tool_choice
            "input":"a","tool_choice":{"type":"allowed_tools","mode":"auto","tools":[]}|tool_choice.type
            "input":"a","tool_choice":{"type":"function"}|tool_choice.name
            "input":"a","tool_choice":{"type":"function","name":"f","x":1}|tool_choice.x
            "input":"a","parallel_tool_calls":"x"|parallel_tool_calls
            "input":[{"id":"msg_1"}]|input[0].type
            "input":[{"type":"item_reference","id":"msg_1"}]|input[0].type
            "input":[{"type":"computer_call","action":{}}]|input[0].type
            "input":[{"role":"user","content":"a"},{"role":"tool","content":"x"}]|input[1].role
            "input":[{"role":"user"}]|input[0].content
            "input":[{"role":"user","content":[]}]|input[0].content
            "input":[{"role":"user","content":{}}]|input[0].content
            "input":[{"role":"user","content":"a","name":"x"}]|input[0].name
            "input":[{"role":"user","content":"a","mood":"x"}]|input[0].mood
            "input":[{"role":"user","role":"user","content":"a"}]|input[0].role
            "input":[{"role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_image","image_url":"x"}]}]|input[0].content[1].type
            "input":[{"role":"user","content":[{"type":"input_file","file_id":"x"}]}]|input[0].content[0].type
            "input":[{"role":"user","content":[{"type":"input_audio","input_audio":{}}]}]|input[0].content[0].type
            "input":[{"role":"user","content":["a"]}]|input[0].content[0]
            "input":[{"role":"user","content":[{"type":"input_text"}]}]|input[0].content[0].text
            "input":[{"role":"user","content":[{"type":"input_text","text":"a","x":1}]}]|input[0].content[0].x
            "input":[{"type":"function_call","name":"f","arguments":"{}"}]|input[0].call_id
            "input":[{"type":"function_call","call_id":"c","name":"f","arguments":{}}]|input[0].arguments
            "input":[{"type":"function_call","call_id":"c","name":"f","arguments":"{}","role":"user"}]|input[0].role
            "input":[{"type":"function_call_output","call_id":"c"}]|input[0].output
            "input":[{"type":"function_call_output","call_id":"c","output":[{"type":"input_image"}]}]|input[0].output[0].type
            "input":[{"type":"reasoning","summary":[{"a":1,"a":2}]}]|input[0].summary[0].a
            "input":[{"type":"reasoning","thought":1}]|input[0].thought
            """)
    void refusesByName(String members, String field) {
        Refusal refusal = refused("{\"model\":\"m\"," + members + "}");

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.param()).isEqualTo(field);
        assertThat(refusal.detail()).startsWith(field);
    }

    @Test
    void refusesWhatIsMoreThanAChatMayHave() {
        String items = list(2_049, "{\"role\":\"user\",\"content\":\"a\"}");
        String parts = list(1_025, "{\"type\":\"input_text\",\"text\":\"a\"}");
        String tools = list(129, "{\"type\":\"custom\"}");
        String values = list(70_000, "1");
        String members =
                IntStream.range(0, 5_001).mapToObj(i -> ",\"n" + i + "\":null").collect(Collectors.joining());
        String many = "{\"role\":\"user\",\"content\":" + list(1_000, "{\"type\":\"input_text\",\"text\":\"\"}") + "}";

        assertThat(refused("{\"model\":\"m\",\"input\":" + items + "}").detail())
                .contains("at most 2048");
        assertThat(refused("{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":" + parts + "}]}")
                        .param())
                .isEqualTo("input[0].content");
        assertThat(refused("{\"model\":\"m\",\"input\":\"a\",\"tools\":" + tools + "}")
                        .param())
                .isEqualTo("tools");
        assertThat(refused("{\"model\":\"m\",\"input\":[{\"type\":\"reasoning\",\"summary\":" + values + "}]}")
                        .detail())
                .contains("65536");
        assertThat(refused("{\"model\":\"m\",\"input\":" + list(30, many) + "}").param())
                .isEqualTo("input[21].content");
        assertThat(refused("{\"model\":\"m\",\"input\":\"a\"" + members + "}").param())
                .isEqualTo("n5000");
        assertThat(refused("{\"model\":\"m\",\"input\":\"a\",\"user\":\"" + "u".repeat(513) + "\"}")
                        .param())
                .isEqualTo("user");
    }

    private static String list(int count, String element) {
        return IntStream.range(0, count).mapToObj(i -> element).collect(Collectors.joining(",", "[", "]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{\"model\":\"m\",", "hello"})
    void refusesWhatIsNoJson(String text) {
        assertThat(refused(text).detail()).startsWith("The body is not valid JSON");
    }

    @Test
    void takesTheModelFromThePathWhereThereIsOne() {
        ResponsesRequest request = body.read(utf8("{\"input\":\"a\"}"), "dep_1", UnpooledByteBufAllocator.DEFAULT);

        assertThat(request.model()).isEqualTo("dep_1");
        assertThat(refused("{\"input\":\"a\"}").param()).isEqualTo("model");
        request.bytes().release();
    }

    @ParameterizedTest
    @CsvSource({
        "messages, input",
        "messages[0].content, instructions",
        "messages[1].content, input[0].content",
        "messages[2].tool_calls[0].function.name, input[2]",
        "messages[3].tool_call_id, input[3].call_id",
        "messages[9].content, input",
        "tools[0].function.parameters.pattern, tools[1].parameters.pattern",
        "tool_choice.function.name, tool_choice.name",
        "response_format.json_schema.schema.x, text.format.schema.x",
        "response_format, text.format",
        "max_tokens, max_output_tokens",
        "temperature, temperature"
    })
    void whatTheWorkerFindsIsToldInTheCallersWords(String param, String told) {
        ResponsesRequest request = taken("""
                "instructions":"i","input":[{"role":"user","content":"a"},{"type":"reasoning"},
                {"type":"function_call","call_id":"c","name":"f","arguments":"{}"},
                {"type":"function_call_output","call_id":"d","output":"x"}],
                "tools":[{"type":"custom"},{"type":"function","name":"f"}]""");
        request.bytes().release();

        Refusal refusal = request.names()
                .renamed(GatewayProblem.INVALID_REQUEST
                        .because(param + " is wrong")
                        .at(param));

        assertThat(refusal.param()).isEqualTo(told);
        assertThat(refusal.detail()).isEqualTo(told + " is wrong");
    }

    private ResponsesRequest taken(String members) {
        return body.read(utf8("{\"model\":\"m\"," + members + "}"), null, UnpooledByteBufAllocator.DEFAULT);
    }

    private Refusal refused(String json) {
        return catchThrowableOfType(
                        RefusedBody.class, () -> body.read(utf8(json), null, UnpooledByteBufAllocator.DEFAULT))
                .refusal();
    }

    private static ByteBuf utf8(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    private static String echo(ResponsesRequest request) {
        ByteBuf out = Unpooled.buffer();
        request.echo().write(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String text(@Nullable ByteBuf bytes) {
        return bytes == null ? "" : bytes.toString(StandardCharsets.UTF_8);
    }
}
