package ai.radium.gguf.tokenizer;

import ai.radium.gguf.GgufFile;
import ai.radium.gguf.Metadata;
import ai.radium.gguf.TensorType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A model of one tiny layer with the vocabulary of another one, cut by another rule. */
final class VocabularyModel {
    private static final long WIDTH = 32;

    private VocabularyModel() {}

    static Path write(Path path, Metadata other, String rule) throws IOException {
        List<String> tokens = other.texts("tokenizer.ggml.tokens");
        GgufFile file = new GgufFile()
                .text("general.architecture", "llama")
                .number("llama.context_length", 4096)
                .number("llama.embedding_length", (int) WIDTH)
                .number("llama.block_count", 1)
                .number("llama.feed_forward_length", (int) WIDTH)
                .number("llama.attention.head_count", 1)
                .number("llama.rope.dimension_count", (int) WIDTH)
                .real("llama.attention.layer_norm_rms_epsilon", 1e-5f)
                .text("tokenizer.ggml.model", "gpt2")
                .text("tokenizer.ggml.pre", rule)
                .texts("tokenizer.ggml.tokens", tokens)
                .texts("tokenizer.ggml.merges", other.texts("tokenizer.ggml.merges"))
                .numbers(
                        "tokenizer.ggml.token_type",
                        other.numbers("tokenizer.ggml.token_type").stream()
                                .mapToInt(Long::intValue)
                                .toArray())
                .number("tokenizer.ggml.bos_token_id", 1)
                .number("tokenizer.ggml.eos_token_id", 2);
        zeros(file, "token_embd.weight", WIDTH, tokens.size());
        zeros(file, "output_norm.weight", WIDTH);
        zeros(file, "blk.0.attn_norm.weight", WIDTH);
        zeros(file, "blk.0.ffn_norm.weight", WIDTH);
        for (String name : List.of("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")) {
            zeros(file, "blk.0." + name + ".weight", WIDTH, WIDTH);
        }
        try (OutputStream out = Files.newOutputStream(path)) {
            file.writeTo(out);
        }
        return path;
    }

    private static void zeros(GgufFile file, String name, long... shape) {
        List<Long> dimensions = Arrays.stream(shape).boxed().toList();
        int bytes = Math.toIntExact(4 * dimensions.stream().reduce(1L, (a, b) -> a * b));
        file.tensor(name, TensorType.F32, dimensions, out -> out.write(new byte[bytes]));
    }
}
