package ai.radium.gguf;

import java.util.List;
import java.util.Optional;

/**
 * The word pieces of a BERT.
 *
 * @param pieces by id; one that begins a word has {@link #BEGINS} before it
 * @param begin the token before every text
 * @param end the token behind every text
 * @param unknown the token for a word that cannot be put together
 * @param stripAccents whether marks over and under letters are left out
 */
public record WordVocabulary(
        List<String> pieces, int begin, int end, int unknown, boolean lowercase, boolean stripAccents) {
    static final String KIND = "bert";

    /** Before a piece that begins a word: U+2581. */
    public static final String BEGINS = "\u2581";

    /** llama.cpp's defaults. */
    private static final long BEGIN = 101;

    private static final long END = 102;
    private static final long UNKNOWN = 100;

    public WordVocabulary {
        pieces = List.copyOf(pieces);
    }

    /** Nothing of a model with another kind of vocabulary. */
    static Optional<WordVocabulary> of(Metadata metadata) throws UnreadableModel {
        if (metadata.wordPieces().isEmpty()) {
            return Optional.empty();
        }
        boolean lowercase = flag(metadata, "lowercase", true);
        return Optional.of(new WordVocabulary(
                metadata.wordPieces(),
                id(metadata, "bos", BEGIN),
                id(metadata, "seperator", END), // llama.cpp's spelling
                id(metadata, "unknown", UNKNOWN),
                lowercase,
                flag(metadata, "strip_accents", lowercase)));
    }

    private static int id(Metadata metadata, String name, long usual) throws UnreadableModel {
        long id = metadata.number("tokenizer.ggml." + name + "_token_id").orElse(usual);
        if (id >= metadata.wordPieces().size()) {
            throw new UnreadableModel("its " + name + " token " + id + " is not in its vocabulary of "
                    + metadata.wordPieces().size());
        }
        return (int) id;
    }

    private static boolean flag(Metadata metadata, String name, boolean usual) {
        return metadata.number("tokenizer.ggml.normalizer." + name).orElse(usual ? 1L : 0L) != 0;
    }
}
