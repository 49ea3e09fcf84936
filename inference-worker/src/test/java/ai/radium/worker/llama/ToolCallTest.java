package ai.radium.worker.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.gguf.testmodel.ScriptedModel;
import ai.radium.worker.engine.EngineEvent;
import ai.radium.worker.engine.EngineFinish;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.Generation;
import ai.radium.worker.engine.Prompt;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Tools on a model that only wants to say its sentence, and whose chat template knows no tools. */
@TestInstance(Lifecycle.PER_CLASS)
class ToolCallTest {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();
    private static final String WEATHER = """
            {'type':'function','function':{'name':'weather','parameters':{'type':'object',
              'properties':{'city':{'enum':['Rome','Oslo']},'days':{'type':'integer','minimum':1,'maximum':9}},
              'required':['city','days']}}}""";
    private static final String TIME = "{'type':'function','function':{'name':'time'}}";

    private record Call(int index, String id, String name, String arguments) {}

    private record Answer(String text, List<Call> calls, String reason) {}

    private LlamaEngine engine;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        engine = TestLaunch.start(ScriptedModel.sentence(), folder, 1, 4096);
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    @Test
    void callsTheToolThatIsNamed() throws Exception {
        Answer answer = ask("'tool_choice':{'type':'function','function':{'name':'weather'}}");

        assertThat(answer.reason()).isEqualTo("tool_calls");
        assertThat(answer.text()).isEmpty();
        assertThat(answer.calls()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("weather");
            assertThat(call.id()).matches("call_[0-9a-f]{32}");
            JsonNode arguments = JSON.readTree(call.arguments());
            assertThat(arguments.path("city").asText()).isIn("Rome", "Oslo");
            assertThat(arguments.path("days").asInt()).isBetween(1, 9);
            assertThat(arguments).hasSize(2);
        });
    }

    @Test
    void callsSomeToolWhenOneIsRequired() throws Exception {
        Answer answer = ask("'tool_choice':'required'");

        assertThat(answer.reason()).isEqualTo("tool_calls");
        assertThat(answer.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.name()).isIn("weather", "time"));
    }

    @Test
    void callsSeveralAtMostEightWhenThatIsAllowed() throws Exception {
        Answer answer = ask("'tool_choice':'required','parallel_tool_calls':true");

        assertThat(answer.reason()).isEqualTo("tool_calls");
        assertThat(answer.calls()).hasSizeBetween(1, 8);
        assertThat(answer.calls().stream().map(Call::index))
                .containsExactlyElementsOf(
                        java.util.stream.IntStream.range(0, answer.calls().size())
                                .boxed()
                                .toList());
        assertThat(answer.calls().stream().map(Call::id)).doesNotHaveDuplicates();
    }

    @Test
    void leavesItToTheModelOtherwise() throws Exception {
        Answer answer = ask("'tool_choice':'auto'");

        assertThat(answer).isEqualTo(new Answer(ScriptedModel.SENTENCE, List.of(), "stop"));
    }

    @Test
    void callsAToolOrAnswersInTheFormatThatIsAsked() throws Exception {
        Answer answer = ask("'tool_choice':'auto','response_format':{'type':'json_schema','json_schema':"
                + "{'schema':{'type':'object','properties':{'a':{'const':1}},'required':['a']}}}");

        if (answer.calls().isEmpty()) {
            assertThat(JSON.readTree(answer.text())).isEqualTo(JSON.readTree("{'a':1}"));
        } else {
            assertThat(answer.text()).isEmpty();
        }
    }

    @Test
    void countsTheToolsAsPartOfThePrompt() throws Exception {
        Generation plain = new Generation(new Prompt.Chat(messages()), 0, Map.of());

        assertThat(engine.generate(options("'tool_choice':'required'"), _ -> {}).promptTokens())
                .isGreaterThan(engine.countTokens(plain.prompt()) + 300);
    }

    @Test
    void readsCallsAndResultsOfEarlierTurns() throws Exception {
        ArrayNode turns = messages();
        turns.addAll((ArrayNode) JSON.readTree("""
                [{'role':'assistant','content':null,'tool_calls':[
                    {'id':'a','type':'function','function':{'name':'time','arguments':'{}'}}]},
                 {'role':'tool','tool_call_id':'a','content':'noon'}]
                """));
        int tokens = engine.countTokens(new Prompt.Chat(turns));

        String seen = "user: Hi\nassistant: <tool_call>\n{\"name\": \"time\", \"arguments\": {}}\n</tool_call>\n"
                + "user: <tool_response>\nnoon\n</tool_response>\nassistant: ";
        assertThat(tokens).isEqualTo(1 + seen.length());
    }

    @Test
    void refusesParametersThatItCannotEnforce() throws Exception {
        Generation generation = new Generation(
                new Prompt.Chat(messages()),
                0,
                Map.of(
                        "tools",
                        JSON.readTree("[" + TIME + ",{'type':'function','function':{'name':'a','parameters':"
                                + "{'type':'object','properties':{'b':{'type':'string','pattern':'^a$'}}}}}]"),
                        "tool_choice",
                        JSON.readTree("'required'")));

        assertThatThrownBy(() -> engine.check(generation)).isInstanceOfSatisfying(EngineRefusal.class, refusal -> {
            assertThat(refusal.param()).isEqualTo("tools[1].function.parameters");
            assertThat(refusal.explanation()).contains("#/properties/b", "pattern");
        });
    }

    private Answer ask(String options) throws Exception {
        List<EngineEvent.Piece> pieces = new ArrayList<>();
        EngineFinish finish = engine.generate(options(options), event -> {
            if (event instanceof EngineEvent.Piece piece) {
                pieces.add(piece);
            }
        });
        StringBuilder text = new StringBuilder();
        List<Call> calls = new ArrayList<>();
        for (EngineEvent.Piece piece : pieces) {
            text.append(piece.text());
            for (JsonNode delta :
                    piece.toolCalls().isEmpty() ? JSON.createArrayNode() : JSON.readTree(piece.toolCalls())) {
                add(delta, calls);
            }
        }
        return new Answer(text.toString(), calls, finish.reason());
    }

    /** As clients do: a delta with an id begins a call, others lengthen the arguments of the one with their index. */
    private static void add(JsonNode delta, List<Call> calls) {
        int index = delta.path("index").asInt();
        JsonNode function = delta.path("function");
        if (delta.has("id")) {
            assertThat(delta.path("type").asText()).isEqualTo("function");
            calls.add(new Call(
                    index, delta.path("id").asText(), function.path("name").asText(), ""));
        }
        Call call = calls.get(index);
        calls.set(
                index,
                new Call(
                        index,
                        call.id(),
                        call.name(),
                        call.arguments() + function.path("arguments").asText()));
    }

    private static Generation options(String options) throws JsonProcessingException {
        Map<String, JsonNode> all = new HashMap<>();
        JSON.readTree("{'tools':[" + WEATHER + "," + TIME + "]," + options + "}")
                .properties()
                .forEach(option -> all.put(option.getKey(), option.getValue()));
        return new Generation(new Prompt.Chat(messages()), 0, all);
    }

    private static ArrayNode messages() throws JsonProcessingException {
        return (ArrayNode) JSON.readTree("[{'role':'user','content':'Hi'}]");
    }
}
