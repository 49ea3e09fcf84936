package ai.radium.worker.toolcall;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import org.junit.jupiter.api.Test;

class ToolPromptTest {
    private static final String TOOLS = "[{\"type\":\"function\",\"function\":{\"name\":\"time\"}}]";

    @Test
    void describesToolsInASystemMessageOfItsOwn() throws Exception {
        ArrayNode messages =
                ToolPrompt.withTools(json("[{'role':'user','content':'hi'}]"), json(TOOLS), new ToolChoice.Required());

        assertThat(messages).hasSize(2);
        assertThat(messages.at("/0/role").asText()).isEqualTo("system");
        assertThat(messages.at("/0/content").asText())
                .contains("<tools>\n{\"name\":\"time\"}\n</tools>", "Answer with a function call.");
    }

    @Test
    void describesToolsBelowTheClientsSystemMessage() throws Exception {
        ArrayNode messages = ToolPrompt.withTools(
                json("[{'role':'system','content':'Be brief.'},{'role':'user','content':'hi'}]"),
                json(TOOLS),
                new ToolChoice.Named("time"));

        assertThat(messages).hasSize(2);
        assertThat(messages.at("/0/content").asText())
                .startsWith("Be brief.\n\nYou can call")
                .endsWith("Answer with a call of time.");
    }

    @Test
    void writesCallsAndResultsOutAsTurnsThatAlternate() throws Exception {
        ArrayNode messages = ToolPrompt.withCallsAsText(json("""
                [{'role':'user','content':'What time is it?'},
                 {'role':'assistant','content':null,'tool_calls':[
                    {'id':'a','type':'function','function':{'name':'time','arguments':'{}'}},
                    {'id':'b','type':'function','function':{'name':'zone','arguments':'{}'}}]},
                 {'role':'tool','tool_call_id':'a','content':'noon'},
                 {'role':'tool','tool_call_id':'b','content':'UTC'},
                 {'role':'user','content':'Well?'}]
                """));

        assertThat(messages).isEqualTo(json("""
                [{'role':'user','content':'What time is it?'},
                 {'role':'assistant','content':
                    '<tool_call>\\n{\\"name\\": \\"time\\", \\"arguments\\": {}}\\n</tool_call>\\n<tool_call>\\n{\\"name\\": \\"zone\\", \\"arguments\\": {}}\\n</tool_call>'},
                 {'role':'user','content':
                    '<tool_response>\\nnoon\\n</tool_response>\\n<tool_response>\\nUTC\\n</tool_response>\\nWell?'}]
                """));
    }

    private static ArrayNode json(String text) throws JsonProcessingException {
        return (ArrayNode) JsonMapper.builder()
                .enable(com.fasterxml.jackson.core.json.JsonReadFeature.ALLOW_SINGLE_QUOTES)
                .build()
                .readTree(text);
    }
}
