package ai.radium.gguf.testmodel;

import static ai.radium.gguf.testmodel.WholeFile.add;

import ai.radium.gguf.GgufFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A llama model that says one sentence, whatever it is asked, in about 1 MB and byte for byte the same each time.
 *
 * <p>Its layers are zero, so what reaches the head is the last token's own one-hot embedding; the head's row of a token is
 * the sum of its predecessors' embeddings. A prompt is one token per byte, so counts are easy to foretell. It knows the
 * sentences of {@link ScriptedAdapter} too: attention passes on what an adapter puts into the values of the KV cache, each
 * adapter in a dimension that is no token's, and more than half of it starts that adapter's sentence.
 */
public final class ScriptedModel {
    /** What {@link #sentence()} answers. */
    public static final String SENTENCE = "The quick brown fox jumps over a lazy dog and then rests.";

    /** Completion tokens of the sentence: its words and the end of the text. */
    public static final int SENTENCE_TOKENS = 13;

    private static final String TEMPLATE =
            "{% for m in messages %}{{ m.role + ': ' + (m.content or '') + '\\n' }}{% endfor %}"
                    + "{% if add_generation_prompt %}{{ 'assistant: ' }}{% endif %}";

    private static final int BEGIN = 1;
    private static final int END = 2;
    private static final int FIRST_BYTE = 3;
    static final int HEAD_LENGTH = 32;
    static final int WIDTH = 320;

    /** Logit of the next token over all others: certain at any temperature. */
    private static final float CERTAINTY = 6;

    /** An adapter outweighs a token of the prompt, and a word of a sentence outweighs the adapter. */
    private static final float ADAPTER_CERTAINTY = 2 * CERTAINTY;

    private static final float WORD_CERTAINTY = 4 * CERTAINTY;

    private static final int FIRST_WORD = FIRST_BYTE + 256;

    private final List<List<String>> sentences;
    private final boolean endless;
    private final int contextLength;
    private final String template;

    private ScriptedModel(String sentence, boolean endless, int contextLength) {
        this(
                Stream.concat(
                                Stream.of(words(sentence)),
                                Arrays.stream(ScriptedAdapter.values()).map(ScriptedAdapter::words))
                        .toList(),
                endless,
                contextLength,
                TEMPLATE);
    }

    private ScriptedModel(List<List<String>> sentences, boolean endless, int contextLength, String template) {
        this.sentences = sentences;
        this.endless = endless;
        this.contextLength = contextLength;
        this.template = template;
    }

    /** Says {@link #SENTENCE} and stops. */
    public static ScriptedModel sentence() {
        return new ScriptedModel(SENTENCE, false, 1 << 20);
    }

    /** Says another short sentence in a vocabulary of its own, and stops. */
    public static ScriptedModel saying(String sentence) {
        return new ScriptedModel(sentence, false, 1 << 20);
    }

    /** Says {@link #SENTENCE}, or with an adapter that one's, over and over until its limit. */
    public static ScriptedModel endless() {
        return new ScriptedModel(SENTENCE, true, 1 << 20);
    }

    /** The same with another chat template. */
    public ScriptedModel templated(String otherTemplate) {
        return new ScriptedModel(sentences, endless, contextLength, otherTemplate);
    }

    /** Writes both models, sentence.gguf and endless.gguf, and the adapters, owls.gguf and rain.gguf, into a folder. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        sentence().write(folder.resolve("sentence.gguf"));
        endless().write(folder.resolve("endless.gguf"));
        for (ScriptedAdapter adapter : ScriptedAdapter.values()) {
            adapter.write(folder.resolve(adapter.name().toLowerCase(Locale.ROOT) + ".gguf"));
        }
    }

    public Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    byte[] bytes() {
        GgufFile file = new GgufFile();
        architecture(file);
        vocabulary(file);
        tensors(file);
        return WholeFile.bytes(file);
    }

    static List<String> words(String sentence) {
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
        sentences.forEach(words -> words.forEach(word -> tokens.add(word.replace(' ', '\u2581'))));
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
                .text("tokenizer.chat_template", template);
    }

    private void tensors(GgufFile file) {
        int vocabulary = FIRST_WORD + sentences.stream().mapToInt(List::size).sum() + 1;
        float[] embeddings = new float[vocabulary * WIDTH];
        float[] head = new float[vocabulary * WIDTH];
        for (int token = 0; token < vocabulary; token++) {
            embeddings[token * WIDTH + token] = 1;
            head[FIRST_WORD * WIDTH + token] = CERTAINTY;
        }
        float[] attention = new float[WIDTH * HEAD_LENGTH];
        int firstWord = FIRST_WORD;
        for (int sentence = 0; sentence < sentences.size(); sentence++) {
            int words = sentences.get(sentence).size();
            chain(firstWord, words, head);
            if (sentence > 0) {
                int adapter = sentence - 1;
                attention[(vocabulary + adapter) * HEAD_LENGTH + adapter] = 1;
                head[firstWord * WIDTH + vocabulary + adapter] = ADAPTER_CERTAINTY;
            }
            firstWord += words;
        }
        add(file, "token_embd.weight", embeddings, WIDTH, vocabulary);
        add(file, "output_norm.weight", ones(), WIDTH);
        add(file, "output.weight", head, WIDTH, vocabulary);
        add(file, "blk.0.attn_norm.weight", ones(), WIDTH);
        add(file, "blk.0.ffn_norm.weight", ones(), WIDTH);
        add(file, "blk.0.attn_output.weight", attention, HEAD_LENGTH, WIDTH);
        add(file, "blk.0.ffn_down.weight", new float[WIDTH * HEAD_LENGTH], HEAD_LENGTH, WIDTH);
        for (String name : List.of("attn_q", "attn_k", "attn_v", "ffn_gate", "ffn_up")) {
            add(file, "blk.0." + name + ".weight", new float[WIDTH * HEAD_LENGTH], WIDTH, HEAD_LENGTH);
        }
    }

    /** A sentence's words after each other. */
    private void chain(int firstWord, int words, float[] head) {
        for (int word = firstWord; word < firstWord + words; word++) {
            boolean isLast = word == firstWord + words - 1;
            int afterLast = endless ? firstWord : END;
            head[FIRST_WORD * WIDTH + word] = 0;
            head[(isLast ? afterLast : word + 1) * WIDTH + word] = WORD_CERTAINTY;
        }
    }

    private static float[] ones() {
        float[] ones = new float[WIDTH];
        Arrays.fill(ones, 1);
        return ones;
    }
}
