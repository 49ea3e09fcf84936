package ai.radium.gguf.testmodel;

import static ai.radium.gguf.testmodel.WholeFile.add;

import ai.radium.gguf.GgufFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A decoder of two layers and random numbers that can learn a few sentences by an adapter; 1.3 MB, the same each time. */
public final class TrainableModel {
    public static final int WIDTH = 128;
    public static final int INNER = 256;
    public static final int LAYERS = 2;
    public static final int HEADS = 4;
    public static final int KEY_HEADS = 2;

    private static final int FIRST_BYTE = 3;
    private static final int HEAD_LENGTH = WIDTH / HEADS;

    /** The newest turn is asked for by its role, and every turn ends with the token that ends texts. */
    private static final String TEMPLATE =
            "{% for m in messages %}{{ m.role + ':' + m.content + eos_token }}{% endfor %}"
                    + "{% if add_generation_prompt %}{{ 'assistant:' }}{% endif %}";

    private final String architecture;
    private final boolean hasFactors;

    private TrainableModel(String architecture, boolean hasFactors) {
        this.architecture = architecture;
        this.hasFactors = hasFactors;
    }

    public static TrainableModel llama() {
        return new TrainableModel("llama", false);
    }

    /** As Llama 3: with factors of its rotary frequencies. */
    public static TrainableModel stretched() {
        return new TrainableModel("llama", true);
    }

    /** With biases, and rotary pairs of halves. */
    public static TrainableModel qwen2() {
        return new TrainableModel("qwen2", false);
    }

    /** With norms of queries and keys, and rotary pairs of halves. */
    public static TrainableModel qwen3() {
        return new TrainableModel("qwen3", false);
    }

    public Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    public byte[] bytes() {
        GgufFile file = new GgufFile();
        shape(file);
        vocabulary(file);
        tensors(file);
        return WholeFile.bytes(file);
    }

    private void shape(GgufFile file) {
        file.text("general.architecture", architecture)
                .text("general.name", "trainable")
                .number(architecture + ".context_length", 2048)
                .number(architecture + ".embedding_length", WIDTH)
                .number(architecture + ".block_count", LAYERS)
                .number(architecture + ".feed_forward_length", INNER)
                .number(architecture + ".attention.head_count", HEADS)
                .number(architecture + ".attention.head_count_kv", KEY_HEADS)
                .number(architecture + ".attention.key_length", HEAD_LENGTH)
                .number(architecture + ".attention.value_length", HEAD_LENGTH)
                .number(architecture + ".rope.dimension_count", HEAD_LENGTH)
                .real(architecture + ".rope.freq_base", 10_000)
                .real(architecture + ".attention.layer_norm_rms_epsilon", 1e-5f);
    }

    private static void vocabulary(GgufFile file) {
        List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
        for (int i = 0; i < 256; i++) {
            tokens.add(String.format("<0x%02X>", i));
        }
        for (String text : List.of("\u2581", "a", "e", "th", "in", "he", "the", "\u2581the", "er", "an", "\u00e9")) {
            tokens.add(text);
        }
        int[] types = new int[tokens.size()];
        Arrays.fill(types, 1); // normal
        types[0] = 2; // unknown
        types[1] = 3; // control
        types[2] = 3;
        Arrays.fill(types, FIRST_BYTE, FIRST_BYTE + 256, 6); // byte
        float[] scores = new float[tokens.size()];
        for (int id = FIRST_BYTE + 256; id < scores.length; id++) {
            scores[id] = -id;
        }
        file.text("tokenizer.ggml.model", "llama")
                .texts("tokenizer.ggml.tokens", tokens)
                .reals("tokenizer.ggml.scores", scores)
                .numbers("tokenizer.ggml.token_type", types)
                .number("tokenizer.ggml.unknown_token_id", 0)
                .number("tokenizer.ggml.bos_token_id", 1)
                .number("tokenizer.ggml.eos_token_id", 2)
                .flag("tokenizer.ggml.add_bos_token", true)
                .flag("tokenizer.ggml.add_space_prefix", false)
                .text("tokenizer.chat_template", TEMPLATE);
    }

    private void tensors(GgufFile file) {
        Random random = new Random(5);
        int vocabulary = FIRST_BYTE + 256 + 11;
        normal(file, random, "token_embd.weight", 0.5, WIDTH, vocabulary);
        ones(file, random, "output_norm.weight", WIDTH);
        normal(file, random, "output.weight", 0.08, WIDTH, vocabulary);
        if (hasFactors) {
            float[] factors = new float[HEAD_LENGTH / 2];
            for (int i = 0; i < factors.length; i++) {
                factors[i] = 1 + i / 4f;
            }
            add(file, "rope_freqs.weight", factors, factors.length);
        }
        for (int layer = 0; layer < LAYERS; layer++) {
            layer(file, random, "blk." + layer + ".");
        }
    }

    private void layer(GgufFile file, Random random, String layer) {
        int keys = KEY_HEADS * HEAD_LENGTH;
        ones(file, random, layer + "attn_norm.weight", WIDTH);
        ones(file, random, layer + "ffn_norm.weight", WIDTH);
        normal(file, random, layer + "attn_q.weight", 0.09, WIDTH, WIDTH);
        normal(file, random, layer + "attn_k.weight", 0.09, WIDTH, keys);
        normal(file, random, layer + "attn_v.weight", 0.09, WIDTH, keys);
        normal(file, random, layer + "attn_output.weight", 0.09, WIDTH, WIDTH);
        normal(file, random, layer + "ffn_gate.weight", 0.09, WIDTH, INNER);
        normal(file, random, layer + "ffn_up.weight", 0.09, WIDTH, INNER);
        normal(file, random, layer + "ffn_down.weight", 0.06, INNER, WIDTH);
        if (architecture.equals("qwen2")) {
            normal(file, random, layer + "attn_q.bias", 0.3, WIDTH);
            normal(file, random, layer + "attn_k.bias", 0.3, keys);
            normal(file, random, layer + "attn_v.bias", 0.3, keys);
        }
        if (architecture.equals("qwen3")) {
            ones(file, random, layer + "attn_q_norm.weight", HEAD_LENGTH);
            ones(file, random, layer + "attn_k_norm.weight", HEAD_LENGTH);
        }
    }

    private static void normal(GgufFile file, Random random, String name, double deviation, int... shape) {
        float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        add(file, name, values, Arrays.stream(shape).asLongStream().toArray());
    }

    /** About one. */
    private static void ones(GgufFile file, Random random, String name, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = 1 + random.nextFloat() / 4;
        }
        add(file, name, values, length);
    }
}
