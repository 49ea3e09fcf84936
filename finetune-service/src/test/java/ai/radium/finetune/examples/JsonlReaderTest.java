package ai.radium.finetune.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.finetune.examples.Turn.Role;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which lines of JSONL are examples, and why others are not. */
class JsonlReaderTest {
    @Test
    void readsAConversation() throws IOException, FileFault {
        assertThat(example("""
                {"messages":[{"role":"system","content":"Be kind."},{"role":"user","name":"ann","content":"Hi"},\
                {"role":"tool","content":""},{"role":"assistant","content":"Hello 🙂"}],"id":[{"a":1},{"a":2}]}"""))
                .isEqualTo(new Example.Chat(List.of(
                        new Turn(Role.SYSTEM, "Be kind."),
                        new Turn(Role.USER, "Hi"),
                        new Turn(Role.TOOL, ""),
                        new Turn(Role.ASSISTANT, "Hello 🙂"))));
    }

    @Test
    void readsAPromptAndItsCompletion() throws IOException, FileFault {
        Example example = example(" {\"completion\": \"B\\n\", \"prompt\": \"\"}\t\r");

        assertThat(example).isEqualTo(new Example.Pair("", "B\n"));
        assertThat(example.characters()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | is not a JSON object",
                "nope | is not JSON at character 1",
                "{\"prompt\":\"a\",\"completion\":\"b\"} {} | has more than one JSON value",
                "{\"prompt\":\"a\",\"completion\":\"b\" | ends in the middle of its JSON",
                "{\"prompt\":\"a\",\"comple | ends in the middle of its JSON",
                "{} | has neither messages nor prompt and completion",
                "{\"prompt\":\"a\"} | has no completion",
                "{\"completion\":\"a\"} | has no prompt",
                "{\"prompt\":\"a\",\"completion\":\" \\n\"} | has an empty completion",
                "{\"prompt\":1,\"completion\":\"b\"} | prompt is not text",
                "{\"prompt\":\"a\",\"completion\":null} | completion is not text",
                "{\"prompt\":\"a\",\"prompt\":\"a\",\"completion\":\"b\"} | has the member prompt twice",
                "{\"prompt\":\"a\",\"completion\":\"b\",\"x\":{\"y\":[{\"z\":1,\"z\":2}]}} | has the member z twice",
                "{\"prompt\":\"a\",\"completion\":\"b\",\"messages\":[]} | has messages beside prompt or completion",
                "{\"prompt\":\"a\\u0000\",\"completion\":\"b\"} | prompt holds the character U+0000",
                "{\"prompt\":\"\\ud800x\",\"completion\":\"b\"} | prompt holds half of a surrogate pair",
                "{\"messages\":{}} | messages is not a list",
                "{\"messages\":[]} | messages has nothing that the assistant says",
                "{\"messages\":[1]} | messages[0] is not an object",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]} | messages has nothing that the assistant says",
                "{\"messages\":[{\"role\":\"bot\",\"content\":\"a\"}]} | messages[0].role is none of system, user, assistant, tool",
                "{\"messages\":[{\"role\":\"assistant\"}]} | messages[0] has no content",
                "{\"messages\":[{\"content\":\"a\"}]} | messages[0] has no role",
                "{\"messages\":[{\"role\":\"assistant\",\"content\":[]}]} | messages[0].content is not text",
                "{\"messages\":[{\"role\":\"assistant\",\"content\":\"a\",\"weight\":0}]} | messages[0].weight is not supported",
                "{\"messages\":[{\"role\":\"assistant\",\"role\":\"user\"}]} | has the member role twice",
                "{\"prompt\":\"a\",\"completion\":\"b\",\"tools\":[]} | tools is not supported",
                "{\"prompt\":\"a\tb\",\"completion\":\"b\"} | is not JSON at character 13"
            })
    void saysWhyALineIsNoExample(String line, String reason) throws IOException, FileFault {
        assertThat(Read.lines(FileFormat.JSONL, line)).singleElement().isEqualTo(new Line.Bad(1, reason));
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 10_000})
    void deepNestingIsABadLine(int levels) throws IOException, FileFault {
        String line = "{\"prompt\":\"a\",\"completion\":\"b\",\"x\":" + "[".repeat(levels) + "]".repeat(levels) + "}";

        assertThat(Read.lines(FileFormat.JSONL, line))
                .singleElement()
                .isInstanceOfSatisfying(
                        Line.Bad.class, bad -> assertThat(bad.reason()).startsWith("goes beyond 32 levels"));
    }

    @Test
    void countsLinesAsAnEditorDoes() throws IOException, FileFault {
        String good = "{\"prompt\":\"a\",\"completion\":\"b\"}";

        assertThat(Read.lines(FileFormat.JSONL, "\uFEFF" + good + "\r\n\r\n  \n" + good + "\nx\n" + good))
                .extracting(Line::number)
                .containsExactly(1L, 4L, 5L, 6L);
    }

    private static Example example(String line) throws IOException, FileFault {
        return ((Line.Good) Read.lines(FileFormat.JSONL, line).getFirst()).example();
    }
}
