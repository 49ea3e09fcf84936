package ai.radium.worker.toolcall;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.worker.engine.EngineEvent;
import ai.radium.worker.engine.EngineFinish;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolCallReaderTest {
    private static final String CALL =
            "<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"a } \\\" b\", \"in\": {}}}\n</tool_call>";
    private static final EngineFinish STOP = new EngineFinish("stop", 5, 9, 0, 1, 1);

    private final AtomicInteger ids = new AtomicInteger();
    private final List<EngineEvent.Piece> pieces = new ArrayList<>();
    private final ToolCallReader reader =
            new ToolCallReader(event -> pieces.add((EngineEvent.Piece) event), () -> "call_" + ids.incrementAndGet());

    @Test
    void tellsTheNameFirstAndTheArgumentsAsTheyCome() {
        read("<tool_call>\n{\"name\": \"wea", "ther\", \"argu", "ments\": {\"a\"", ": 1", "}}\n</tool_", "call>");

        assertThat(pieces.stream().map(EngineEvent.Piece::toolCalls))
                .containsExactly(
                        "",
                        "[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}]",
                        "[{\"index\":0,\"function\":{\"arguments\":\"{\\\"a\\\"\"}}]",
                        "[{\"index\":0,\"function\":{\"arguments\":\": 1\"}}]",
                        "[{\"index\":0,\"function\":{\"arguments\":\"}\"}}]",
                        "");
        assertThat(text()).isEmpty();
        assertThat(reader.finish(STOP)).isEqualTo(STOP.withReason("tool_calls"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void readsSeveralCallsHoweverTheyAreCut(int length) {
        String answer = "\n" + CALL + "\n" + CALL.replace("weather", "time");
        for (int i = 0; i < answer.length(); i += length) {
            read(answer.substring(i, Math.min(answer.length(), i + length)));
        }

        String deltas = String.join(
                "", pieces.stream().map(EngineEvent.Piece::toolCalls).toList());
        assertThat(deltas).containsOnlyOnce("\"weather\"").containsOnlyOnce("\"time\"");
        assertThat(deltas).contains("\"index\":1").doesNotContain("\"index\":2");
        assertThat(text()).isEmpty();
        assertThat(reader.finish(STOP).reason()).isEqualTo("tool_calls");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hello", "<b>Hello</b>", "\n <tool>", "{\"name\": 1}", "<tool_call>\n{\"names\""})
    void leavesOtherAnswersAsTheyAre(String answer) {
        answer.chars().forEach(c -> read(Character.toString(c)));

        assertThat(reader.finish(STOP)).isEqualTo(STOP);
        assertThat(text()).isEqualTo(answer);
    }

    @Test
    void givesBackWhatItHeldWhenTheAnswerEndsInIt() {
        read("<tool_");

        assertThat(reader.finish(STOP.withReason("length")).reason()).isEqualTo("length");
        assertThat(text()).isEqualTo("<tool_");
    }

    @Test
    void givesBackTheCallThatWasCutInItsName() {
        read("<tool_call>\n{\"name\": \"wea");

        assertThat(reader.finish(STOP.withReason("length")).reason()).isEqualTo("length");
        assertThat(text()).isEqualTo("<tool_call>\n{\"name\": \"wea");
    }

    @ParameterizedTest
    @CsvSource({"'\n', ''", "'\n<tool_', '\n<tool_'", "'\n<tool_call>\n{\"name\": \"ti', '<tool_call>\n{\"name\": \"ti'"
    })
    void givesBackWhatCameOfTheNextCall(String beginning, String given) {
        read(CALL, beginning);

        assertThat(reader.finish(STOP.withReason("length")).reason()).isEqualTo("length");
        assertThat(text()).isEqualTo(given);
    }

    @Test
    void keepsTheReasonOfACallThatWasCutShort() {
        read(CALL.substring(0, 60));

        assertThat(reader.finish(STOP.withReason("length")).reason()).isEqualTo("length");
    }

    private void read(String... texts) {
        for (String text : texts) {
            reader.accept(new EngineEvent.Piece(text, "", "", "", 1));
        }
    }

    private String text() {
        return String.join("", pieces.stream().map(EngineEvent.Piece::text).toList());
    }
}
