package ai.radium.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.radium.gateway.problem.Refusal;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request for a message may not say: every kind of bad input is told by its field. */
class MessagesRefusedTest {
    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]";

    private final MessagesBody body = new MessagesBody();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "max_tokens":null|max_tokens
            "max_tokens":0|max_tokens
            "max_tokens":-1|max_tokens
            "max_tokens":1.5|max_tokens
            "max_tokens":"5"|max_tokens
            "max_tokens":"\u0661\u0662"|max_tokens
            "max_tokens":1e99|max_tokens
            "max_tokens":99999999999999999999999|max_tokens
            "max_tokens":[5]|max_tokens
            "max_tokens":5,"max_tokens":6|max_tokens
            "max_tokens":5,"temperature":1.1|temperature
            "max_tokens":5,"temperature":-0.1|temperature
            "max_tokens":5,"temperature":"1"|temperature
            "max_tokens":5,"top_p":2|top_p
            "max_tokens":5,"top_k":-1|top_k
            "max_tokens":5,"top_k":1e30|top_k
            "max_tokens":5,"stream":"yes"|stream
            "max_tokens":5,"stream":1|stream
            "max_tokens":5,"stop_sequences":"x"|stop_sequences
            "max_tokens":5,"stop_sequences":[1]|stop_sequences[0]
            "max_tokens":5,"stop_sequences":["a",""]|stop_sequences[1]
            "max_tokens":5,"unheard_of":1|unheard_of
            "max_tokens":5,"max_completion_tokens":1|max_completion_tokens
            "max_tokens":5,"mcp_servers":[]|mcp_servers
            "max_tokens":5,"container":"c"|container
            "max_tokens":5,"metadata":{"user":"x"}|metadata.user
            "max_tokens":5,"metadata":{"user_id":5}|metadata.user_id
            "max_tokens":5,"metadata":"x"|metadata
            "max_tokens":5,"service_tier":"priority"|service_tier
            "max_tokens":5,"service_tier":5|service_tier
            "max_tokens":5,"cache_control":{"type":"forever"}|cache_control.type
            "max_tokens":5,"cache_control":{"type":"ephemeral","ttl":5}|cache_control.ttl
            "max_tokens":5,"cache_control":true|cache_control
            "max_tokens":5,"thinking":{"type":"on"}|thinking.type
            "max_tokens":5,"thinking":{"type":"disabled","budget_tokens":1024}|thinking.budget_tokens
            "max_tokens":5,"thinking":{"type":"enabled"}|thinking.budget_tokens
            "max_tokens":5,"thinking":{"type":"enabled","budget_tokens":5}|thinking.budget_tokens
            "max_tokens":1024,"thinking":{"type":"enabled","budget_tokens":1024}|thinking.budget_tokens
            "max_tokens":2000,"thinking":{"type":"enabled","budget_tokens":2000}|thinking.budget_tokens
            "max_tokens":5,"thinking":{"type":"adaptive","display":"all"}|thinking.display
            "max_tokens":5,"thinking":"enabled"|thinking
            "max_tokens":5,"output_config":{"effort":"huge"}|output_config.effort
            "max_tokens":5,"output_config":{"format":{"type":"text"}}|output_config.format.type
            "max_tokens":5,"output_config":{"format":{"type":"json_schema"}}|output_config.format.schema
            "max_tokens":5,"output_config":{"format":{"type":"json_schema","schema":{},"name":"n"}}|output_config.format.name
            "max_tokens":5,"output_config":{"tone":1}|output_config.tone
            "max_tokens":5,"tools":{}|tools
            "max_tokens":5,"tools":["x"]|tools[0]
            "max_tokens":5,"tools":[{"input_schema":{}}]|tools[0].name
            "max_tokens":5,"tools":[{"name":"f"}]|tools[0].input_schema
            "max_tokens":5,"tools":[{"name":"f","input_schema":[]}]|tools[0].input_schema
            "max_tokens":5,"tools":[{"name":5,"input_schema":{}}]|tools[0].name
            "max_tokens":5,"tools":[{"name":"f","input_schema":{},"description":5}]|tools[0].description
            "max_tokens":5,"tools":[{"name":"f","input_schema":{},"strict":"x"}]|tools[0].strict
            "max_tokens":5,"tools":[{"name":"f","input_schema":{},"parameters":{}}]|tools[0].parameters
            "max_tokens":5,"tools":[{"name":"f","name":"g","input_schema":{}}]|tools[0].name
            "max_tokens":5,"tools":[{"name":"f","input_schema":{},"cache_control":{"type":"ephemeral","x":1}}]|tools[0].cache_control.x
            "max_tokens":5,"tools":[{"type":"bash_20250124","name":"bash"}]|tools[0].type
            "max_tokens":5,"tools":[{"type":"text_editor_20250728","name":"x"}]|tools[0].type
            "max_tokens":5,"tools":[{"type":5,"name":"x"}]|tools[0].type
            "max_tokens":5,"tools":[{"type":"web_search_20250305","user_location":{"a":1,"a":2}}]|tools[0].user_location.a
            "max_tokens":5,"tool_choice":"auto"|tool_choice
            "max_tokens":5,"tool_choice":{"type":"required"}|tool_choice.type
            "max_tokens":5,"tool_choice":{"type":"tool"}|tool_choice.name
            "max_tokens":5,"tool_choice":{"type":"auto","name":"f"}|tool_choice.name
            "max_tokens":5,"tool_choice":{"type":"auto","disable_parallel_tool_use":"x"}|tool_choice.disable_parallel_tool_use
            "max_tokens":5,"tool_choice":{"type":"auto","x":1}|tool_choice.x
            "max_tokens":5,"system":5|system
            "max_tokens":5,"system":["a"]|system[0]
            "max_tokens":5,"system":[{"type":"image"}]|system[0].type
            "max_tokens":5,"system":[{"type":"text","text":"a","x":1}]|system[0].x
            "max_tokens":5,"system":[{"type":"text","text":"a","text":"b"}]|system[0].text
            """)
    void aParameterIsToldByItsName(String members, String field) {
        assertRefused("{\"model\":\"m\"," + HI + "," + members + "}", field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            null|messages
            []|messages
            7|messages
            {}|messages
            "a"|messages
            ["a"]|messages[0]
            [{"content":"a"}]|messages[0].role
            [{"role":"user","content":"a"},{"role":"system","content":"x"}]|messages[1].role
            [{"role":"tool","content":"x"}]|messages[0].role
            [{"role":5,"content":"x"}]|messages[0].role
            [{"role":"user"}]|messages[0].content
            [{"role":"user","content":null}]|messages[0].content
            [{"role":"user","content":[]}]|messages[0].content
            [{"role":"user","content":{}}]|messages[0].content
            [{"role":"user","content":5}]|messages[0].content
            [{"role":"user","content":"a","name":"x"}]|messages[0].name
            [{"role":"user","role":"user","content":"a"}]|messages[0].role
            [{"role":"user","content":["a"]}]|messages[0].content[0]
            [{"role":"user","content":[{"text":"a"}]}]|messages[0].content[0].type
            [{"role":"user","content":[{"type":"text"}]}]|messages[0].content[0].text
            [{"role":"user","content":[{"type":"text","text":5}]}]|messages[0].content[0].text
            [{"role":"user","content":[{"type":"text","text":"a","x":1}]}]|messages[0].content[0].x
            [{"role":"user","content":[{"type":"text","text":"a","id":"x"}]}]|messages[0].content[0].id
            [{"role":"user","content":[{"type":"text","text":"a","citations":{}}]}]|messages[0].content[0].citations
            [{"role":"user","content":[{"type":"text","text":"a","citations":[{"a":1,"a":2}]}]}]|messages[0].content[0].citations[0].a
            [{"role":"user","content":[{"type":"text","text":"a","cache_control":{}}]}]|messages[0].content[0].cache_control.type
            [{"role":"user","content":[{"type":"text","text":"a"},{"type":"image","source":{}}]}]|messages[0].content[1].type
            [{"role":"user","content":[{"type":"document","source":{}}]}]|messages[0].content[0].type
            [{"role":"user","content":[{"type":"search_result"}]}]|messages[0].content[0].type
            [{"role":"assistant","content":[{"type":"server_tool_use","id":"x"}]}]|messages[0].content[0].type
            [{"role":"user","content":[{"type":"tool_use","id":"c","name":"f","input":{}}]}]|messages[0].content[0].type
            [{"role":"assistant","content":[{"type":"tool_use","name":"f","input":{}}]}]|messages[0].content[0].id
            [{"role":"assistant","content":[{"type":"tool_use","id":"c","input":{}}]}]|messages[0].content[0].name
            [{"role":"assistant","content":[{"type":"tool_use","id":"c","name":"f"}]}]|messages[0].content[0].input
            [{"role":"assistant","content":[{"type":"tool_use","id":"c","name":"f","input":"{}"}]}]|messages[0].content[0].input
            [{"role":"assistant","content":[{"type":"tool_use","id":"c","name":"f","input":{"a":{"b":1,"b":2}}}]}]|messages[0].content[0].input.a.b
            [{"role":"assistant","content":[{"type":"tool_result","tool_use_id":"c"}]}]|messages[0].content[0].type
            [{"role":"user","content":[{"type":"tool_result"}]}]|messages[0].content[0].tool_use_id
            [{"role":"user","content":[{"type":"tool_result","tool_use_id":"c","content":5}]}]|messages[0].content[0].content
            [{"role":"user","content":[{"type":"tool_result","tool_use_id":"c","is_error":"x"}]}]|messages[0].content[0].is_error
            [{"role":"user","content":[{"type":"tool_result","tool_use_id":"c","content":[{"type":"image"}]}]}]|messages[0].content[0].content[0].type
            [{"role":"user","content":[{"type":"thinking","thinking":"t"}]}]|messages[0].content[0].type
            [{"role":"assistant","content":[{"type":"thinking","thinking":5}]}]|messages[0].content[0].thinking
            [{"role":"assistant","content":[{"type":"thinking","thinking":"t"}]}]|messages
            """)
    void aPlaceInTheMessagesIsToldInFull(String messages, String field) {
        assertRefused("{\"model\":\"m\",\"max_tokens\":5,\"messages\":" + messages + "}", field);
    }

    private void assertRefused(String json, String field) {
        Refusal refusal = catchThrowableOfType(
                        RefusedBody.class,
                        () -> body.read(
                                Unpooled.copiedBuffer(json, StandardCharsets.UTF_8),
                                null,
                                UnpooledByteBufAllocator.DEFAULT))
                .refusal();

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.param()).isEqualTo(field);
        assertThat(refusal.detail()).startsWith(field);
    }
}
