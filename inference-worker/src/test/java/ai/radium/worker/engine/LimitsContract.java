package ai.radium.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.gguf.testmodel.ScriptedModel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where an answer ends: limits, context, stop sequences. The engine speaks the scripted model's sentence, context 512. */
abstract class LimitsContract {
    protected static final int CONTEXT = 512;

    /** The scripted model has a token per byte, and one that begins the text. */
    static final int SAY_HI_TOKENS = 1 + "user: Say hi\nassistant: ".length();

    static final JsonMapper JSON = new JsonMapper();

    protected abstract Engine engine();

    @Test
    void stopsAtTheLimit() throws InterruptedException {
        EngineFinish finish = engine().generate(chat("Say hi", 2), _ -> {});

        assertThat(finish.reason()).isEqualTo("length");
        assertThat(finish.completionTokens()).isEqualTo(2);
    }

    @Test
    void refusesAPromptThatDoesNotFit() {
        assertThatThrownBy(() -> engine().check(chat("x".repeat(CONTEXT), 0)))
                .isInstanceOfSatisfying(EngineRefusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("context_length_exceeded");
                    assertThat(refusal.param()).isEqualTo("messages");
                    assertThat(refusal.explanation()).contains("context_length_exceeded", "531", "512");
                });
    }

    @Test
    void refusesAnAnswerThatDoesNotFitBehindItsPrompt() throws InterruptedException {
        engine().check(chat("Say hi", CONTEXT - SAY_HI_TOKENS));
        assertOverflow(
                chat("Say hi", CONTEXT - SAY_HI_TOKENS + 1),
                "This model's maximum context length is 512 tokens. However, you requested 513 tokens (25 in the messages,"
                        + " 488 in the completion). Please reduce the length of the messages or completion.");
        assertOverflow(
                new Generation(new Prompt.Text("a b"), Integer.MAX_VALUE, Map.of()),
                "However, you requested 2147483651 tokens (4 in the prompt, 2147483647 in the completion).");
    }

    @Test
    void leavesRoomForATokenOfTheAnswer() throws InterruptedException {
        engine().check(chat("x".repeat(CONTEXT - SAY_HI_TOKENS + "Say hi".length() - 1), 0));
        assertOverflow(
                chat("x".repeat(CONTEXT - SAY_HI_TOKENS + "Say hi".length()), 0),
                "However, you requested 513 tokens (512 in the messages, 1 in the completion).");
    }

    @Test
    void generatesWhatItHasChecked() throws InterruptedException {
        List<EngineEvent> events = new ArrayList<>();
        engine().generate(engine().check(chat("Say hi", 0)), events::add);

        assertThat(text(events)).isEqualTo(ScriptedModel.SENTENCE);
    }

    private void assertOverflow(Generation generation, String words) {
        assertThatThrownBy(() -> engine().check(generation)).isInstanceOfSatisfying(EngineRefusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo("context_length_exceeded");
            assertThat(refusal.param()).isEqualTo(generation.prompt().param());
            assertThat(refusal.explanation())
                    .contains("context_length_exceeded: This model's maximum context length is 512 tokens.", words);
        });
    }

    @Test
    void endsBeforeAStopSequence() throws InterruptedException {
        List<EngineEvent> events = new ArrayList<>();
        EngineFinish finish =
                engine().generate(with("stop", JSON.createArrayNode().add(" fox")), events::add);

        assertThat(finish.reason()).isEqualTo("stop");
        assertThat(finish.completionTokens()).isEqualTo(4);
        assertThat(text(events)).isEqualTo("The quick brown");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            brown bear          | 3  | The quick brown
            brown fox trots     | 4  | The quick brown fox
            own bear,quick brow | 2  | The quick
            quick brown foxes   | 4  | The quick brown fox
            rests. And          | 0  | The quick brown fox jumps over a lazy dog and then rests.
            rests. And          | 12 | The quick brown fox jumps over a lazy dog and then rests.
            """)
    void givesOutWhatMayHaveBegunAStopSequence(String stops, int maxTokens, String said) throws InterruptedException {
        ArrayNode sequences = JSON.createArrayNode();
        List.of(stops.split(",")).forEach(sequences::add);
        Map<String, JsonNode> options = Map.of("stop", sequences);

        assertThat(answer(new Generation(chat("Say hi", 0).prompt(), maxTokens, options)))
                .isEqualTo(said);
        assertThat(answer(new Generation(new Prompt.Text("Say hi"), maxTokens, options)))
                .isEqualTo(said);
    }

    @Test
    void givesItOutWhereTheContextEnds() throws InterruptedException {
        String prompt = "x".repeat(CONTEXT - 1 - 3);
        Generation generation = new Generation(
                new Prompt.Text(prompt),
                3,
                Map.of("stop", JSON.createArrayNode().add("brown bear")));

        assertThat(answer(generation)).isEqualTo("The quick brown");
    }

    protected String answer(Generation generation) throws InterruptedException {
        List<EngineEvent> events = new ArrayList<>();
        engine().generate(generation, events::add);
        return text(events);
    }

    protected static Generation chat(String text, int maxTokens) {
        ArrayNode messages = JSON.createArrayNode();
        messages.addObject().put("role", "user").put("content", text);
        return new Generation(new Prompt.Chat(messages), maxTokens, Map.of());
    }

    private static Generation with(String option, JsonNode value) {
        return new Generation(chat("Say hi", 0).prompt(), 0, Map.of(option, value));
    }

    static String text(List<EngineEvent> events) {
        return pieces(events).stream().map(EngineEvent.Piece::text).collect(Collectors.joining());
    }

    static List<EngineEvent.Piece> pieces(List<EngineEvent> events) {
        return events.stream()
                .filter(EngineEvent.Piece.class::isInstance)
                .map(EngineEvent.Piece.class::cast)
                .toList();
    }
}
