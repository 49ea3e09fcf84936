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

/** What a request for a message may say, and the chat that it becomes. */
class MessagesBodyTest {
    private final MessagesBody body = new MessagesBody();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "messages":[{"role":"user","content":"h\\u00e9 }]"}]|[{"role":"user","content":"h\\u00e9 }]"}]
            "system":"be \\"brief\\"","messages":[{"role":"user","content":"a"}]|[{"role":"system","content":"be \\"brief\\""},{"role":"user","content":"a"}]
            "system":null,"messages":[{"role":"user","content":"a"}]|[{"role":"user","content":"a"}]
            "system":[],"messages":[{"role":"user","content":"a"}]|[{"role":"system","content":""},{"role":"user","content":"a"}]
            "system":[{"type":"text","text":"a","cache_control":{"type":"ephemeral","ttl":"1h"}},{"type":"text","text":"b"}],"messages":[{"role":"user","content":"c"}]|[{"role":"system","content":"a\\nb"},{"role":"user","content":"c"}]
            "messages":[{"role":"user","content":[{"type":"text","text":"a","citations":null},{"text":"b","type":"text","cache_control":{"type":"ephemeral"}}]}]|[{"role":"user","content":"a\\nb"}]
            "messages":[{"role":"user","content":"a"},{"role":"user","content":[{"type":"text","text":"b"}]},{"role":"assistant","content":"c"},{"role":"assistant","content":"d"}]|[{"role":"user","content":"a\\nb"},{"role":"assistant","content":"c\\nd"}]
            "messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"s"},{"type":"redacted_thinking","data":"d"},{"type":"text","text":"a"}]}]|[{"role":"assistant","content":"a"}]
            "messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":""}]},{"role":"user","content":"b"}]|[{"role":"user","content":"a\\nb"}]
            "messages":[{"role":"assistant","content":[{"type":"tool_use","id":"c","name":"f","input":{"a": "\\"\\n"},"cache_control":{"type":"ephemeral"}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c","content":"x"}]}]|[{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\\"a\\": \\"\\\\\\"\\\\n\\"}"}}]},{"role":"tool","tool_call_id":"c","content":"x"}]
            "messages":[{"role":"assistant","content":[{"type":"text","text":"so"},{"type":"tool_use","id":"c","name":"f","input":{}},{"type":"tool_use","id":"d","name":"g","input":{}}]}]|[{"role":"assistant","content":"so","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"d","type":"function","function":{"name":"g","arguments":"{}"}}]}]
            "messages":[{"role":"assistant","content":[{"type":"tool_use","id":"c","name":"f","input":{}},{"type":"text","text":"so"}]}]|[{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"assistant","content":"so"}]
            "messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"c","is_error":true,"content":[{"type":"text","text":"x"},{"type":"text","text":"y"}]},{"type":"tool_result","tool_use_id":"d"},{"type":"text","text":"go on"}]}]|[{"role":"tool","tool_call_id":"c","content":"Error: x\\ny"},{"role":"tool","tool_call_id":"d","content":""},{"role":"user","content":"go on"}]
            "messages":[{"ro\\u006ce":"user","content":"a"}]|[{"role":"user","content":"a"}]
            """)
    void blocksBecomeMessages(String members, String messages) {
        MessagesRequest request = taken(members);

        assertThat(text(request.chat().parts().input())).isEqualTo(messages);
        request.bytes().release();
    }

    @Test
    void toolsFormatAndSettingsBecomeThoseOfAChat() {
        MessagesRequest request = taken("""
                "messages":[{"role":"user","content":"a"}],"stream":true,"temperature":0.5,"top_p":1,"top_k":40,
                "stop_sequences":["x" , "\\n"],"metadata":{"user_id":"u"},"service_tier":"standard_only",
                "cache_control":{"type":"ephemeral"},"thinking":{"type":"enabled","budget_tokens":1024},
                "output_config":{"effort":"high","format":{"type":"json_schema","schema":{"type":"object"}}},
                "tools":[{"type":"web_search_20250305","name":"web_search","max_uses":5},
                         {"name":"f","description":"d","input_schema":{"type":"object"},"strict":true,
                          "cache_control":{"type":"ephemeral"}},
                         {"type":"custom","name":"g","input_schema":{}}],
                "tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true}""");

        GenerationRequest chat = request.chat();
        assertThat(chat.stream()).isTrue();
        assertThat(chat.maxTokens()).isEqualTo(2_048);
        assertThat(chat.sampling()).isEqualTo(new Sampling(0.5f, 1f, 40, null, null, null, null, false, 0));
        assertThat(text(chat.parts().stop())).isEqualTo("[\"x\",\"\\n\"]");
        assertThat(text(chat.parts().tools())).isEqualTo("""
                [{"type":"function","function":{"name":"f","parameters":{"type":"object"},"description":"d","strict":true}},\
                {"type":"function","function":{"name":"g","parameters":{}}}]""");
        assertThat(text(chat.parts().toolChoice())).isEqualTo("{\"type\":\"function\",\"function\":{\"name\":\"f\"}}");
        assertThat(text(chat.parts().parallelToolCalls())).isEqualTo("false");
        assertThat(text(chat.parts().responseFormat())).isEqualTo("""
                {"type":"json_schema","json_schema":{"name":"answer","schema":{"type":"object"},"strict":true}}""");
        assertThat(request.showsThinking()).isTrue();
        assertThat(request.warning()).isEqualTo("warning: 299 radium \"ignored tools: web_search_20250305\"\r\n");
        request.bytes().release();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "tools":[],"tool_choice":{"type":"auto","disable_parallel_tool_use":true}|''
            "tool_choice":{"type":"none"},"stop_sequences":[],"thinking":{"type":"disabled"},"output_config":{}|''
            "tool_choice":{"type":"any"}|"required"
            "tools":null,"thinking":{"type":"adaptive","display":"omitted"},"metadata":{"user_id":null}|''
            """)
    void whatIsNotAskedForIsNotPassedOn(String members, String choice) {
        MessagesRequest request = taken("\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]," + members);

        assertThat(request.chat().parts().tools()).isNull();
        assertThat(text(request.chat().parts().toolChoice())).isEqualTo(choice);
        assertThat(text(request.chat().parts().parallelToolCalls())).isEmpty();
        assertThat(text(request.chat().parts().responseFormat())).isEmpty();
        assertThat(text(request.chat().parts().stop())).isEmpty();
        assertThat(request.chat().sampling()).isEqualTo(Sampling.DEFAULT);
        assertThat(request.showsThinking()).isFalse();
        request.bytes().release();
    }

    @Test
    void refusesWhatIsMoreThanAChatMayHave() {
        String text = "{\"type\":\"text\",\"text\":\"\"}";
        String many = "{\"role\":\"user\",\"content\":" + list(1_000, text) + "}";

        assertThat(refused("\"messages\":" + list(2_049, "{\"role\":\"user\",\"content\":\"a\"}"))
                        .detail())
                .contains("at most 2048");
        assertThat(refused("\"messages\":[{\"role\":\"user\",\"content\":" + list(1_025, text) + "}]")
                        .param())
                .isEqualTo("messages[0].content");
        assertThat(refused("\"messages\":" + list(30, many)).param()).isEqualTo("messages[21].content");
        assertThat(refused("\"system\":" + list(1_025, text)).param()).isEqualTo("system");
        assertThat(refused("\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"tools\":"
                                + list(129, "{\"name\":\"f\",\"input_schema\":{}}"))
                        .param())
                .isEqualTo("tools");
        assertThat(refused("\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"c\","
                                + "\"name\":\"f\",\"input\":{\"a\":" + list(70_000, "1") + "}}]}]")
                        .detail())
                .contains("65536");
        assertThat(refused("\"metadata\":{\"user_id\":\"" + "u".repeat(513) + "\"}")
                        .param())
                .isEqualTo("metadata.user_id");
    }

    private static String list(int count, String element) {
        return IntStream.range(0, count).mapToObj(i -> element).collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void takesTheModelFromThePathWhereThereIsOne() {
        String json = "{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}";

        MessagesRequest request = body.read(utf8(json), "dep_1", UnpooledByteBufAllocator.DEFAULT);

        assertThat(request.model()).isEqualTo("dep_1");
        assertThat(refusedBody(json).param()).isEqualTo("model");
        request.bytes().release();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"model\":\"m\",",
                "hello",
                "{\"model\":\"m\",\"max_tokens\":\u0661\u0662}",
                "{\"model\":\"\\ud83d\"}",
                "{\"model\":\"\\u0000\"}"
            })
    void refusesWhatIsNoJson(String text) {
        assertThat(refusedBody(text).detail()).startsWith("The body is not valid JSON");
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        String deep = "{\"a\":".repeat(100) + "1" + "}".repeat(100);

        assertThat(refused("\"messages\":" + deep).detail()).startsWith("The body is not valid JSON");
    }

    @ParameterizedTest
    @CsvSource({
        "messages, messages",
        "messages[0].content, system",
        "messages[1].content, messages[0].content",
        "messages[2].tool_calls[0].function.name, messages[1].content",
        "messages[3].tool_call_id, messages[2].content[0].tool_use_id",
        "messages[3].content, messages[2].content[0]",
        "messages[4].content, messages[2].content",
        "messages[9].content, messages",
        "tools[0].function.name, tools[1].name",
        "tools[0].function.parameters.pattern, tools[1].input_schema.pattern",
        "tool_choice.function.name, tool_choice.name",
        "parallel_tool_calls, tool_choice.disable_parallel_tool_use",
        "response_format.json_schema.schema.x, output_config.format.schema.x",
        "response_format, output_config.format",
        "stop, stop_sequences",
        "temperature, temperature"
    })
    void whatTheWorkerFindsIsToldInTheCallersWords(String param, String told) {
        MessagesRequest request = taken("""
                "system":"s","messages":[{"role":"user","content":"a"},
                {"role":"assistant","content":[{"type":"tool_use","id":"c","name":"f","input":{}}]},
                {"role":"user","content":[{"type":"tool_result","tool_use_id":"d"},{"type":"text","text":"b"}]}],
                "tools":[{"type":"web_fetch_20250910","name":"x"},{"name":"f","input_schema":{}}]""");
        request.bytes().release();

        Refusal refusal = request.names()
                .renamed(GatewayProblem.INVALID_REQUEST
                        .because(param + " is wrong")
                        .at(param));

        assertThat(refusal.param()).isEqualTo(told);
        assertThat(refusal.detail()).isEqualTo(told + " is wrong");
    }

    @Test
    void anOverflowIsToldInTheWordsThatAgentsKnow() {
        Refusal overflow = GatewayProblem.CONTEXT_LENGTH_EXCEEDED
                .because("context_length_exceeded: maximum context length is 5 tokens")
                .at("messages");

        assertThat(new MessageNames().renamed(overflow).detail())
                .isEqualTo("prompt is too long: context_length_exceeded: maximum context length is 5 tokens");
    }

    private MessagesRequest taken(String members) {
        return body.read(utf8(request(members)), null, UnpooledByteBufAllocator.DEFAULT);
    }

    private static String request(String members) {
        return "{\"model\":\"m\",\"max_tokens\":2048," + members + "}";
    }

    private Refusal refused(String members) {
        return refusedBody(request(members));
    }

    private Refusal refusedBody(String json) {
        return catchThrowableOfType(
                        RefusedBody.class, () -> body.read(utf8(json), null, UnpooledByteBufAllocator.DEFAULT))
                .refusal();
    }

    private static ByteBuf utf8(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    private static String text(@Nullable ByteBuf bytes) {
        return bytes == null ? "" : bytes.toString(StandardCharsets.UTF_8);
    }
}
