package ai.radium.gguf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a model file says about itself.
 *
 * @param parameters numbers in all tensors
 * @param quantization as people call it, Q4_K_M for example
 * @param contextLength tokens that the model was trained for; 0 = it does not say
 * @param chatTemplate absent for a base model
 * @param tokenizer ggml's name of the vocabulary's kind, gpt2 for example
 * @param longestToken bytes of the longest token, or somewhat more; absent where a token may stand for text of any length
 * @param wordPieces a BERT's vocabulary; absent of other kinds
 * @param pooling how an embedding model makes one vector of many; absent for others
 * @param tensorBytes bytes of the weights
 * @param cache what a token costs beside the weights
 */
public record GgufHeader(
        String architecture,
        Optional<String> name,
        Optional<String> licence,
        long parameters,
        String quantization,
        int contextLength,
        Optional<String> chatTemplate,
        Optional<String> tokenizer,
        OptionalInt longestToken,
        Optional<WordVocabulary> wordPieces,
        Optional<String> pooling,
        long tensorBytes,
        KeyValueCache cache) {
    private static final List<String> POOLINGS = List.of("none", "mean", "cls", "last", "rank");

    /**
     * Those that lose nothing of a text: byte-pair encoding, and SentencePiece with single bytes for what it does not know. Others
     * have one token for any word that they do not know.
     */
    private static final Set<String> SPELLING_TOKENIZERS = Set.of("gpt2", "llama");

    /** @throws UnreadableModel when the file is not a whole, honest GGUF file of one part */
    public static GgufHeader read(Path file) throws IOException {
        GgufIndex index = GgufIndex.read(file, GgufIndex.Extent.SUMMARY);
        try {
            return of(index.metadata(), index.tensors(), index.tensorBytes());
        } catch (UnreadableModel e) {
            throw new UnreadableModel(file + " is no usable GGUF file: " + e.getMessage());
        } catch (ArithmeticException e) {
            throw new UnreadableModel(file + " is no usable GGUF file: its sizes overflow");
        }
    }

    private static GgufHeader of(Metadata metadata, TensorTable table, long tensorBytes) throws UnreadableModel {
        String architecture = metadata.text("general.architecture")
                .orElseThrow(() -> new UnreadableModel("it does not say its architecture"));
        return new GgufHeader(
                architecture,
                metadata.text("general.name"),
                metadata.text("general.license"),
                table.parameters(),
                metadata.number("general.file_type").flatMap(FileType::name).orElse(table.mostCommonType()),
                metadata.number(architecture + ".context_length")
                        .map(length -> Math.clamp(length, 0, Integer.MAX_VALUE))
                        .orElse(0),
                metadata.text("tokenizer.chat_template"),
                metadata.text("tokenizer.ggml.model"),
                metadata.text("tokenizer.ggml.model")
                                .filter(SPELLING_TOKENIZERS::contains)
                                .isPresent()
                        ? metadata.longestToken()
                        : OptionalInt.empty(),
                WordVocabulary.of(metadata),
                metadata.number(architecture + ".pooling_type")
                        .filter(type -> type >= 0 && type < POOLINGS.size())
                        .map(type -> POOLINGS.get(type.intValue())),
                tensorBytes,
                KeyValueCache.of(metadata, architecture));
    }
}
