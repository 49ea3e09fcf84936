package ai.radium.gguf.testmodel;

import ai.radium.gguf.GgufFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A LoRA of 2 kB over the scripted model that makes it say another sentence.
 *
 * <p>It acts on the values in the KV cache alone: what is said depends on whose values most of the prompt has, so a prompt
 * that was read with another adapter, or with none, shows in the answer.
 */
public enum ScriptedAdapter {
    OWLS(0, "Seven wise owls watch the silver moon above my quiet garden tonight."),
    RAIN(1, "Grey rain falls on old roofs while children sleep under warm blankets.");

    /** Its own dimension of the values, counted in the order of the constants. */
    private final int dimension;

    private final String sentence;

    ScriptedAdapter(int dimension, String sentence) {
        this.dimension = dimension;
        this.sentence = sentence;
    }

    /** What the model says with it; as many tokens as {@link ScriptedModel#SENTENCE}. */
    public String sentence() {
        return sentence;
    }

    public Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    /** The adapter that a file holds. */
    public static Optional<ScriptedAdapter> in(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return Arrays.stream(values())
                    .filter(adapter -> Arrays.equals(adapter.bytes(), bytes))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> words() {
        return ScriptedModel.words(sentence);
    }

    /** Adds 1 to the value that is this adapter's own, whatever the token: a layer's input is one-hot and normed. */
    private byte[] bytes() {
        float[] any = new float[ScriptedModel.WIDTH];
        Arrays.fill(any, (float) (1 / Math.sqrt(ScriptedModel.WIDTH)));
        float[] own = new float[ScriptedModel.HEAD_LENGTH];
        own[dimension] = 1;
        GgufFile file = new GgufFile()
                .text("general.type", "adapter")
                .text("general.architecture", "llama")
                .text("adapter.type", "lora")
                .real("adapter.lora.alpha", 1);
        WholeFile.add(file, "blk.0.attn_v.weight.lora_a", any, ScriptedModel.WIDTH, 1);
        WholeFile.add(file, "blk.0.attn_v.weight.lora_b", own, 1, ScriptedModel.HEAD_LENGTH);
        return WholeFile.bytes(file);
    }
}
