package ai.radium.gguf.training;

import ai.radium.gguf.Metadata;
import java.util.Optional;

/**
 * The numbers of a decoder that the trainer knows: RMS norms, rotary positions, grouped queries, a gated feed-forward part.
 *
 * @param width numbers of a token between layers
 * @param headLength numbers of one head of attention
 * @param inner numbers within the feed-forward part
 * @param vocabulary tokens; 0 = the file does not say it as a number, its embeddings do
 * @param contextLength tokens that the model was trained for
 * @param rotated numbers of a head that positions rotate
 * @param rotaryPairs how rotated numbers are paired
 * @param rotaryBase base of the rotations' frequencies
 * @param rotaryScale factor of all positions
 * @param epsilon of the norms
 */
public record ModelShape(
        String architecture,
        int layers,
        int width,
        int heads,
        int keyHeads,
        int headLength,
        int inner,
        int vocabulary,
        int contextLength,
        int rotated,
        RotaryPairs rotaryPairs,
        float rotaryBase,
        float rotaryScale,
        float epsilon) {
    private static final int MOST = 1 << 20;

    /** Which numbers of a head are rotated together. */
    public enum RotaryPairs {
        /** Each with the next one (llama.cpp's NORM). */
        NEIGHBOURS,

        /** Each of the first half with its like of the second (NEOX). */
        HALVES
    }

    /** @throws UnsupportedModel that names what the trainer does not know */
    public static ModelShape of(Metadata metadata) throws UnsupportedModel {
        String architecture = metadata.text("general.architecture").orElse("");
        RotaryPairs pairs = switch (architecture) {
            case "llama" -> RotaryPairs.NEIGHBOURS;
            case "qwen2", "qwen3" -> RotaryPairs.HALVES;
            default ->
                throw new UnsupportedModel("models of the architecture '" + architecture
                        + "' cannot be fine-tuned here; llama, qwen2 and qwen3 can");
        };
        Reader reader = new Reader(metadata, architecture);
        if (reader.optional("expert_count").orElse(0) > 0) {
            throw new UnsupportedModel("mixtures of experts cannot be fine-tuned here");
        }
        int width = reader.number("embedding_length");
        int heads = reader.number("attention.head_count");
        int headLength = reader.optional("attention.key_length").orElse(width / heads);
        if (reader.optional("attention.value_length").orElse(headLength) != headLength) {
            throw new UnsupportedModel("models with keys and values of different lengths cannot be fine-tuned here");
        }
        return new ModelShape(
                architecture,
                reader.number("block_count"),
                width,
                heads,
                reader.optional("attention.head_count_kv").orElse(heads),
                headLength,
                reader.number("feed_forward_length"),
                metadata.texts("tokenizer.ggml.tokens").size(),
                reader.number("context_length"),
                reader.optional("rope.dimension_count").orElse(headLength),
                pairs,
                metadata.real(architecture + ".rope.freq_base").orElse(10_000f),
                reader.rotaryScale(),
                metadata.real(architecture + ".attention.layer_norm_rms_epsilon")
                        .orElse(1e-5f));
    }

    public int queryWidth() {
        return heads * headLength;
    }

    public int keyWidth() {
        return keyHeads * headLength;
    }

    /** Numbers in the matrices of all layers. */
    public long layerParameters() {
        long attention = (long) width * (2L * queryWidth() + 2L * keyWidth());
        return layers * (attention + 3L * width * inner);
    }

    private record Reader(Metadata metadata, String architecture) {
        Optional<Integer> optional(String name) {
            return metadata.number(architecture + "." + name)
                    .filter(number -> number > 0 && number <= Integer.MAX_VALUE)
                    .map(Long::intValue);
        }

        int number(String name) throws UnsupportedModel {
            int number =
                    optional(name).orElseThrow(() -> new UnsupportedModel("the model file does not say its " + name));
            if (number > MOST && !name.equals("context_length")) {
                throw new UnsupportedModel("the model file says a " + name + " of " + number);
            }
            return number;
        }

        /** Rotations that are stretched in another way than by one factor are not known. */
        float rotaryScale() throws UnsupportedModel {
            String scaling = metadata.text(architecture + ".rope.scaling.type").orElse("none");
            return switch (scaling) {
                case "none" -> 1;
                case "linear" ->
                    1 / metadata.real(architecture + ".rope.scaling.factor").orElse(1f);
                default ->
                    throw new UnsupportedModel(
                            "models with positions scaled by '" + scaling + "' cannot be fine-tuned here");
            };
        }
    }
}
