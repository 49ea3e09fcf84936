package ai.radium.trainer.network;

import ai.radium.gguf.ModelFile;
import ai.radium.gguf.UnreadableModel;
import ai.radium.gguf.training.ModelShape;
import ai.radium.gguf.training.UnsupportedModel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Tensor;

/** A model's own weights, unpacked; they do not change. */
public final class BaseWeights {
    private static final Pattern IN_LAYER = Pattern.compile("blk\\.\\d+\\.(.*)");
    private static final Set<String> KNOWN = Set.of(
            "attn_norm.weight",
            "attn_q.weight",
            "attn_k.weight",
            "attn_v.weight",
            "attn_output.weight",
            "attn_q.bias",
            "attn_k.bias",
            "attn_v.bias",
            "attn_q_norm.weight",
            "attn_k_norm.weight",
            "ffn_norm.weight",
            "ffn_gate.weight",
            "ffn_up.weight",
            "ffn_down.weight");

    final ModelShape shape;
    final Tensor embeddings;
    final Tensor head;
    final Tensor outputNorm;
    final List<Layer> layers = new ArrayList<>();
    final RotaryTable rotary;

    /**
     * @param biases of queries, keys and values, where the model has them
     * @param queryNorm of each head's queries, where the model has it
     */
    record Layer(
            Tensor attentionNorm,
            Tensor feedForwardNorm,
            Map<Projection, Tensor> weights,
            Map<Projection, Tensor> biases,
            Optional<Tensor> queryNorm,
            Optional<Tensor> keyNorm) {
        Tensor weight(Projection projection) {
            return Objects.requireNonNull(weights.get(projection), "every projection has its weights");
        }
    }

    private BaseWeights(ModelFile file, ModelShape shape, int maxContext) throws UnreadableModel {
        this.shape = shape;
        embeddings = matrix(file, "token_embd.weight");
        // Many small models score tokens by their embeddings.
        head = file.tensor("output.weight").isPresent() ? matrix(file, "output.weight") : embeddings;
        outputNorm = vector(file, "output_norm.weight");
        for (int layer = 0; layer < shape.layers(); layer++) {
            layers.add(layer(file, layer));
        }
        Optional<ai.radium.gguf.Tensor> factors = file.tensor("rope_freqs.weight");
        rotary = new RotaryTable(shape, factors.isPresent() ? factors.get().values() : new float[0], maxContext);
    }

    /**
     * @throws UnsupportedModel when the model has weights of which it is not known what they do
     * @throws UnreadableModel when weights are missing or of another shape than the model says
     */
    public static BaseWeights of(ModelFile file, ModelShape shape, int maxContext)
            throws UnsupportedModel, UnreadableModel {
        for (String name : file.tensors().keySet()) {
            Matcher inLayer = IN_LAYER.matcher(name);
            if (inLayer.matches() && !KNOWN.contains(inLayer.group(1))) {
                throw new UnsupportedModel("the model has weights " + name + ", which are not known here");
            }
        }
        return new BaseWeights(file, shape, maxContext);
    }

    private Layer layer(ModelFile file, int layer) throws UnreadableModel {
        Map<Projection, Tensor> weights = new EnumMap<>(Projection.class);
        Map<Projection, Tensor> biases = new EnumMap<>(Projection.class);
        for (Projection projection : Projection.values()) {
            String name = projection.gguf(layer);
            requireShape(file.required(name), projection);
            weights.put(projection, matrix(file, name));
            String bias = name.replace(".weight", ".bias");
            if (file.tensor(bias).isPresent()) {
                biases.put(projection, vector(file, bias));
            }
        }
        String prefix = "blk." + layer + ".";
        return new Layer(
                vector(file, prefix + "attn_norm.weight"),
                vector(file, prefix + "ffn_norm.weight"),
                weights,
                biases,
                optional(file, prefix + "attn_q_norm.weight"),
                optional(file, prefix + "attn_k_norm.weight"));
    }

    private void requireShape(ai.radium.gguf.Tensor tensor, Projection projection) throws UnreadableModel {
        if (tensor.rowLength() != projection.inputs(shape) || tensor.rows() != projection.outputs(shape)) {
            throw new UnreadableModel("tensor " + tensor.name() + " has another shape than the model says");
        }
    }

    private static Tensor matrix(ModelFile file, String name) throws UnreadableModel {
        ai.radium.gguf.Tensor tensor = file.required(name);
        return NativeFloats.of(tensor).view(0, tensor.rows(), tensor.rowLength());
    }

    private static Tensor vector(ModelFile file, String name) throws UnreadableModel {
        ai.radium.gguf.Tensor tensor = file.required(name);
        return NativeFloats.of(tensor).view(0, tensor.elements());
    }

    private static Optional<Tensor> optional(ModelFile file, String name) throws UnreadableModel {
        return file.tensor(name).isPresent() ? Optional.of(vector(file, name)) : Optional.empty();
    }
}
