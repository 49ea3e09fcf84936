package ai.radium.worker.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.InputKind;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.EngineState;
import ai.radium.worker.engine.Generation;
import ai.radium.worker.engine.Prompt;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a completion may go on with. */
class TextPromptTest {
    private static final EngineState.Ready ENGINE = new EngineState.Ready(4096, true, 100);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "hi" | hi
            ["hi"] | hi
            """)
    void takesOnePrompt(String prompt, String text) {
        assertThat(read(text().setInput(prompt)).prompt()).isEqualTo(new Prompt.Text(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5|prompt",
                "\"\"|prompt",
                "[]|prompt",
                "[[]]|prompt",
                "{}|prompt",
                "[true]|prompt",
                "[\"a\",\"b\"]|prompt[0]",
                "[1,\"a\"]|prompt[1]",
                "[1,-1]|prompt[1]",
                "[1,2.5]|prompt[1]",
                "[1,2,100]|prompt[2]",
                "[99999999999]|prompt[0]"
            })
    void refusesOtherPrompts(String prompt, String param) {
        refuses(text().setInput(prompt), param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"[1,99]", "[[1,99]]"})
    void takesAPromptOfTokens(String prompt) {
        assertThat(read(text().setInput(prompt)).prompt()).isEqualTo(new Prompt.Tokens(List.of(1, 99)));
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

    private static GenerateRequest.Builder text() {
        return GenerateRequest.newBuilder().setKind(InputKind.TEXT);
    }
}
