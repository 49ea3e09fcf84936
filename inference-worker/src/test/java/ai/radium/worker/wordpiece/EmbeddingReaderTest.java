package ai.radium.worker.wordpiece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.gguf.WordVocabulary;
import ai.radium.worker.engine.EmbeddingInput;
import ai.radium.worker.engine.EngineRefusal;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.Test;

class EmbeddingReaderTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String FIRST = "\u2581";
    private static final List<String> PIECES = List.of(
            "[UNK]",
            "[CLS]",
            "[SEP]",
            FIRST + "un",
            "want",
            "ed",
            FIRST + "run",
            "ning",
            FIRST + ",",
            FIRST + "\u4F60",
            FIRST + "e",
            "\u0302",
            FIRST + "\u1112",
            "\u1161",
            "\u11AB",
            FIRST + "\u0915",
            "\u093F",
            FIRST + "[",
            "sep",
            FIRST + "sep",
            FIRST + "]",
            FIRST + "\uD83D\uDE00");

    private final EmbeddingReader reader = new EmbeddingReader(vocabulary(true), 8);

    @Test
    void takesTheLongestPiecesOfEachWord() {
        assertThat(pieces("unwanted running")).isEqualTo("[CLS] _un want ed _run ning [SEP]");
        assertThat(pieces("  UNwanted\u00A0\t\n,\u3000running  ")).isEqualTo("[CLS] _un want ed _, _run ning [SEP]");
    }

    @Test
    void knowsAWordWholeOrNotAtAll() {
        assertThat(pieces("unwantedx running")).isEqualTo("[CLS] [UNK] _run ning [SEP]");
        EmbeddingReader longer = new EmbeddingReader(vocabulary(true), 64);
        assertThat(pieces(longer, "run" + "ning".repeat(24))).startsWith("[CLS] _run ning ning");
        assertThat(pieces("run" + "ning".repeat(25) + " run")).isEqualTo("[CLS] [UNK] _run [SEP]");
    }

    @Test
    void readsLettersWithoutTheirMarksHoweverTheyAreWritten() {
        assertThat(pieces("\u00E9 e\u0301 \u1EC7 \u00C9")).isEqualTo("[CLS] _e _e _e _e [SEP]");
        EmbeddingReader keeping = new EmbeddingReader(vocabulary(false), 8);
        assertThat(pieces(keeping, "e\u0302 E")).isEqualTo("[CLS] _e \u0302 [UNK] [SEP]");
    }

    @Test
    void readsAllLettersOfKoreanAndIndicSyllables() {
        assertThat(pieces("\uD55C")).isEqualTo("[CLS] _\u1112 \u1161 \u11AB [SEP]");
        assertThat(pieces("\u0915\u093F")).isEqualTo("[CLS] _\u0915 \u093F [SEP]");
    }

    @Test
    void takesIdeographsAndMarksForWords() {
        assertThat(pieces("\u4F60\u4F60,e")).isEqualTo("[CLS] _\u4F60 _\u4F60 _, _e [SEP]");
        assertThat(pieces("e$e")).isEqualTo("[CLS] _e [UNK] _e [SEP]");
    }

    @Test
    void passesOverWhatCannotBeSeen() {
        assertThat(pieces("u\u200Bn\u00ADwan\u0000te\uFFFDd \uD83D\uDE00\uFE0F"))
                .isEqualTo("[CLS] _un want ed _\uD83D\uDE00 [SEP]");
        assertThat(pieces(" \u200B ")).isEqualTo("[CLS] [SEP]");
    }

    @Test
    void readsNoSpecialTokenOutOfAText() {
        assertThat(pieces("[SEP]")).isEqualTo("[CLS] _[ _sep _] [SEP]");
    }

    @Test
    void putsTheTokensOfEveryTextAroundGivenIds() throws Exception {
        assertThat(ids("[3, 4, 5]")).containsExactly(1, 3, 4, 5, 2);
        assertThat(ids("[1, 3, 4, 5, 2]")).containsExactly(1, 3, 4, 5, 2);
        assertThat(ids("[1]")).containsExactly(1, 1, 2);
    }

    @Test
    void refusesIdsThatTheModelDoesNotKnow() {
        assertThatThrownBy(() -> ids("[3, 22]"))
                .isInstanceOfSatisfying(
                        EngineRefusal.class,
                        refusal -> assertThat(refusal.param()).isEqualTo("input[1]"))
                .hasMessage("input[1][1] must be a token id of this model, 0 to 21");
    }

    @Test
    void refusesWhatIsLongerThanTheModelReads() throws Exception {
        assertThat(pieces("run run run run run run")).hasSize("[CLS] _run _run _run _run _run _run [SEP]".length());
        assertTooLong("run ".repeat(7), 9);
        assertTooLong("run ".repeat(1_000_000), 1_000_002);
        assertThat(ids("[3, 3, 3, 3, 3, 3]")).hasSize(8);
        assertThatThrownBy(() -> ids("[3, 3, 3, 3, 3, 3, 3]"))
                .hasMessage("context_length_exceeded: input[1] has 9 tokens, this model reads at most 8");
    }

    @Property(tries = 500)
    void readsAnyTextAsTokensOfItsVocabulary(@ForAll @StringLength(max = 50) String text) {
        int[] ids = read(new EmbeddingReader(vocabulary(true), 1_000), new TextNode(text));

        assertThat(ids).startsWith(1).endsWith(2).doesNotContain(1, Index.atIndex(1));
        assertThat(IntStream.of(ids)).allMatch(id -> id >= 0 && id < PIECES.size());
    }

    private void assertTooLong(String text, int tokens) {
        assertThatThrownBy(() -> pieces(text))
                .isInstanceOfSatisfying(EngineRefusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(EngineRefusal.CONTEXT_LENGTH_EXCEEDED);
                    assertThat(refusal.param()).isEqualTo("input[1]");
                })
                .hasMessage("context_length_exceeded: input[1] has %d tokens, this model reads at most 8", tokens);
    }

    private String pieces(String text) {
        return pieces(reader, text);
    }

    private static String pieces(EmbeddingReader reader, String text) {
        return IntStream.of(read(reader, new TextNode(text)))
                .mapToObj(PIECES::get)
                .map(piece -> piece.replace(FIRST, "_"))
                .collect(Collectors.joining(" "));
    }

    private int[] ids(String json) throws Exception {
        return read(reader, JSON.readTree(json));
    }

    /** As it is sent to the engine. */
    private static int[] read(EmbeddingReader reader, JsonNode value) {
        ArrayNode sent = JSON.createArrayNode()
                .add(reader.apply(new EmbeddingInput("input[1]", value)).value());
        try {
            return JSON.readValue(sent.toString(), int[][].class)[0];
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static WordVocabulary vocabulary(boolean lowercase) {
        return new WordVocabulary(PIECES, 1, 2, 0, lowercase, lowercase);
    }
}
