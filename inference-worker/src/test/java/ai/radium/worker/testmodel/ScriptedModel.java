package ai.radium.worker.testmodel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A llama model that says one sentence, whatever it is asked, in about 1 MB and byte for byte the same each time.
 *
 * <p>Its layers are zero, so what reaches the head is the last token's own one-hot embedding; the head's row of a token is
 * the sum of its predecessors' embeddings. A prompt is one token per byte, so counts are easy to foretell.
 */
public final class ScriptedModel {
    /** What {@link #sentence()} answers. */
    public static final String SENTENCE = "The quick brown fox jumps over a lazy dog and then rests.";

    /** Completion tokens of the sentence: its words and the end of the text. */
    public static final int SENTENCE_TOKENS = 13;

    /** The template's bytes around a single message, and the begin-of-text token. */
    private static final String TEMPLATE =
            "{% for m in messages %}{{ m.role + ': ' + (m.content or '') + '\\n' }}{% endfor %}"
                    + "{% if add_generation_prompt %}{{ 'assistant: ' }}{% endif %}";

    private static final int BEGIN = 1;
    private static final int END = 2;
    private static final int FIRST_BYTE = 3;
    private static final int HEAD_LENGTH = 32;
    private static final int WIDTH = 320;

    /** Logit of the next token over all others: certain at any temperature. */
    private static final float CERTAINTY = 6;

    private final List<String> words;
    private final boolean endless;
    private final int contextLength;

    private ScriptedModel(List<String> words, boolean endless, int contextLength) {
        this.words = words;
        this.endless = endless;
        this.contextLength = contextLength;
    }

    /** Says {@link #SENTENCE} and stops. */
    public static ScriptedModel sentence() {
        return new ScriptedModel(words(SENTENCE), false, 1 << 20);
    }

    /** Says {@link #SENTENCE} over and over until its limit. */
    public static ScriptedModel endless() {
        return new ScriptedModel(words(SENTENCE), true, 1 << 20);
    }

    /** Writes both models, sentence.gguf and endless.gguf, into a folder. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        sentence().write(folder.resolve("sentence.gguf"));
        endless().write(folder.resolve("endless.gguf"));
    }

    public Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    byte[] bytes() {
        GgufFile file = new GgufFile();
        architecture(file);
        vocabulary(file);
        tensors(file);
        return file.bytes();
    }

    private static List<String> words(String sentence) {
        return List.of(sentence.split("(?= )"));
    }

    private void architecture(GgufFile file) {
        file.text("general.architecture", "llama")
                .text("general.name", "scripted")
                .number("llama.context_length", contextLength)
                .number("llama.embedding_length", WIDTH)
                .number("llama.block_count", 1)
                .number("llama.feed_forward_length", HEAD_LENGTH)
                .number("llama.attention.head_count", 1)
                .number("llama.attention.head_count_kv", 1)
                .number("llama.attention.key_length", HEAD_LENGTH)
                .number("llama.attention.value_length", HEAD_LENGTH)
                .number("llama.rope.dimension_count", HEAD_LENGTH)
                .real("llama.attention.layer_norm_rms_epsilon", 1e-5f);
    }

    private void vocabulary(GgufFile file) {
        List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
        for (int i = 0; i < 256; i++) {
            tokens.add(String.format("<0x%02X>", i));
        }
        words.forEach(word -> tokens.add(word.replace(' ', '\u2581')));
        // A space of its own, so that it is one token in a prompt.
        tokens.add("\u2581");
        int[] types = new int[tokens.size()];
        Arrays.fill(types, 1); // normal
        types[0] = 2; // unknown
        types[BEGIN] = 3; // control
        types[END] = 3;
        Arrays.fill(types, FIRST_BYTE, FIRST_BYTE + 256, 6); // byte
        float[] scores = new float[tokens.size()];
        Arrays.fill(scores, FIRST_BYTE + 256, tokens.size(), -10);
        file.text("tokenizer.ggml.model", "llama")
                .texts("tokenizer.ggml.tokens", tokens)
                .reals("tokenizer.ggml.scores", scores)
                .numbers("tokenizer.ggml.token_type", types)
                .number("tokenizer.ggml.unknown_token_id", 0)
                .number("tokenizer.ggml.bos_token_id", BEGIN)
                .number("tokenizer.ggml.eos_token_id", END)
                .flag("tokenizer.ggml.add_bos_token", true)
                .flag("tokenizer.ggml.add_space_prefix", false)
                .text("tokenizer.chat_template", TEMPLATE);
    }

    private void tensors(GgufFile file) {
        int vocabulary = FIRST_BYTE + 256 + words.size() + 1;
        float[] embeddings = new float[vocabulary * WIDTH];
        float[] head = new float[vocabulary * WIDTH];
        for (int token = 0; token < vocabulary; token++) {
            embeddings[token * WIDTH + token] = 1;
            head[successor(token) * WIDTH + token] = CERTAINTY;
        }
        file.tensor("token_embd.weight", embeddings, WIDTH, vocabulary)
                .tensor("output_norm.weight", ones(), WIDTH)
                .tensor("output.weight", head, WIDTH, vocabulary)
                .tensor("blk.0.attn_norm.weight", ones(), WIDTH)
                .tensor("blk.0.ffn_norm.weight", ones(), WIDTH);
        for (String name : List.of("attn_q", "attn_k", "attn_v", "ffn_gate", "ffn_up")) {
            file.tensor("blk.0." + name + ".weight", new float[WIDTH * HEAD_LENGTH], WIDTH, HEAD_LENGTH);
        }
        for (String name : List.of("attn_output", "ffn_down")) {
            file.tensor("blk.0." + name + ".weight", new float[WIDTH * HEAD_LENGTH], HEAD_LENGTH, WIDTH);
        }
    }

    /** What is said after a token: the next word, and the first one after everything else. */
    private int successor(int token) {
        int firstWord = FIRST_BYTE + 256;
        int lastWord = firstWord + words.size() - 1;
        if (token >= firstWord && token < lastWord) {
            return token + 1;
        }
        return token == lastWord && !endless ? END : firstWord;
    }

    private static float[] ones() {
        float[] ones = new float[WIDTH];
        Arrays.fill(ones, 1);
        return ones;
    }
}
