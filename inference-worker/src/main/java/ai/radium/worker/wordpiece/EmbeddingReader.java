package ai.radium.worker.wordpiece;

import ai.radium.gguf.WordVocabulary;
import ai.radium.worker.engine.EmbeddingInput;
import ai.radium.worker.engine.EngineRefusal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Inputs as the token ids that the engine reads, with the tokens around them that every text of the model has. Ids that come with
 * those already, as most tokenizers give them, stay as they are.
 */
public final class EmbeddingReader implements UnaryOperator<EmbeddingInput> {
    private final WordVocabulary vocabulary;
    private final WordPieces pieces;
    private final int contextLength;

    /** @param contextLength tokens of an input, those around it included */
    public EmbeddingReader(WordVocabulary vocabulary, int contextLength) {
        this.vocabulary = vocabulary;
        this.pieces = new WordPieces(vocabulary);
        this.contextLength = contextLength;
    }

    /** @throws EngineRefusal when it is too long, or an id is none of this model's */
    @Override
    public EmbeddingInput apply(EmbeddingInput input) {
        return input.value().isTextual()
                ? text(input, input.value().textValue())
                : given(input, ids(input.param(), input.value()));
    }

    private EmbeddingInput text(EmbeddingInput input, String text) {
        WordPieces.Tokens tokens = pieces.tokens(text, contextLength);
        require(input, tokens.count() + 2);
        return wrapped(input, tokens.kept());
    }

    private EmbeddingInput given(EmbeddingInput input, int[] ids) {
        boolean isWhole = ids.length > 1 && ids[0] == vocabulary.begin() && ids[ids.length - 1] == vocabulary.end();
        require(input, isWhole ? ids.length : ids.length + 2);
        return isWhole ? with(input, ids) : wrapped(input, ids);
    }

    private EmbeddingInput wrapped(EmbeddingInput input, int[] ids) {
        return with(
                input,
                IntStream.concat(
                                IntStream.concat(IntStream.of(vocabulary.begin()), IntStream.of(ids)),
                                IntStream.of(vocabulary.end()))
                        .toArray());
    }

    /** Four bytes for an id, where a node for each would take twenty. */
    private static EmbeddingInput with(EmbeddingInput input, int[] ids) {
        return new EmbeddingInput(input.param(), new POJONode(ids));
    }

    private void require(EmbeddingInput input, int tokens) {
        if (tokens > contextLength) {
            throw new EngineRefusal(
                    EngineRefusal.CONTEXT_LENGTH_EXCEEDED,
                    input.param(),
                    "context_length_exceeded: %s has %d tokens, this model reads at most %d"
                            .formatted(input.param(), tokens, contextLength));
        }
    }

    private int[] ids(String param, JsonNode array) {
        int[] ids = new int[array.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = array.get(i).intValue();
            if (ids[i] < 0 || ids[i] >= vocabulary.pieces().size()) {
                throw EngineRefusal.invalid(
                        param,
                        "%s[%d] must be a token id of this model, 0 to %d"
                                .formatted(param, i, vocabulary.pieces().size() - 1));
            }
        }
        return ids;
    }
}
