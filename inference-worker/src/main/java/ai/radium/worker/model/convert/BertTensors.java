package ai.radium.worker.model.convert;

import ai.radium.gguf.TensorType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What llama.cpp calls the tensors of a BERT (gguf-py's tensor_mapping.py). */
final class BertTensors {
    private static final Map<String, String> OF_THE_MODEL = Map.of(
            "embeddings.word_embeddings.weight", "token_embd.weight",
            "embeddings.position_embeddings.weight", "position_embd.weight",
            "embeddings.token_type_embeddings.weight", "token_types.weight",
            "embeddings.LayerNorm.weight", "token_embd_norm.weight",
            "embeddings.LayerNorm.bias", "token_embd_norm.bias");

    private static final Map<String, String> OF_A_LAYER = Map.of(
            "attention.self.query", "attn_q",
            "attention.self.key", "attn_k",
            "attention.self.value", "attn_v",
            "attention.output.dense", "attn_output",
            "attention.output.LayerNorm", "attn_output_norm",
            "intermediate.dense", "ffn_up",
            "output.dense", "ffn_down",
            "output.LayerNorm", "layer_output_norm");

    private static final List<String> PARTS = List.of("weight", "bias");
    private static final Pattern LAYER =
            Pattern.compile("encoder\\.layer\\.(?<layer>\\d{1,4})\\.(?<name>.+)\\.(?<part>weight|bias)");

    /** Not part of an embedding: a table of the numbers 0 to 511, and the head for classes. */
    private static final Set<String> LEFT_OUT =
            Set.of("embeddings.position_ids", "pooler.dense.weight", "pooler.dense.bias");

    private BertTensors() {}

    /** Nothing for a tensor that is left out. */
    static Optional<String> named(String name) throws Unconvertible {
        if (LEFT_OUT.contains(name)) {
            return Optional.empty();
        }
        Matcher layer = LAYER.matcher(name);
        Optional<String> found = layer.matches()
                ? Optional.ofNullable(OF_A_LAYER.get(layer.group("name")))
                        .map(inner -> ofLayer(Integer.parseInt(layer.group("layer")), inner, layer.group("part")))
                : Optional.ofNullable(OF_THE_MODEL.get(name));
        if (found.isEmpty()) {
            throw new Unconvertible("its tensor " + name + " is none of a BERT's");
        }
        return found;
    }

    /** All that llama.cpp asks for. */
    static Set<String> expected(int layers) {
        Set<String> expected = new HashSet<>(OF_THE_MODEL.values());
        for (int layer = 0; layer < layers; layer++) {
            for (String inner : OF_A_LAYER.values()) {
                for (String part : PARTS) {
                    expected.add(ofLayer(layer, inner, part));
                }
            }
        }
        return expected;
    }

    /**
     * As llama.cpp's converter has it: matrices may lose precision, all that is added or scaled by keeps it.
     *
     * @param matrices what matrices are kept in
     */
    static TensorType type(String name, int dimensions, TensorType matrices) {
        boolean isAdded = name.equals("position_embd.weight") || name.equals("token_types.weight");
        return dimensions < 2 || isAdded ? TensorType.F32 : matrices;
    }

    private static String ofLayer(int layer, String inner, String part) {
        return "blk." + layer + "." + inner + "." + part;
    }
}
