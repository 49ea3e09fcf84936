package ai.radium.trainer.network;

import ai.radium.gguf.training.ModelShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** The model with an adapter, as one worker runs it. */
final class Decoder {
    private final BaseWeights base;
    private final ModelShape shape;
    private final AdapterLeaves adapter;

    Decoder(BaseWeights base, AdapterLeaves adapter) {
        this.base = base;
        this.shape = base.shape;
        this.adapter = adapter;
    }

    /**
     * @param lengths of the texts, whose tokens follow each other
     * @param known what of each text was read before; empty where the texts begin here
     * @return a row for each token, before the last norm
     */
    Tensor read(Tensor ids, Tensor positions, int[] lengths, List<KeyValues> known) {
        Tensor rows = base.embeddings.index_select(0, ids);
        RotaryTable.Rows rotary = base.rotary.rows(positions);
        for (int layer = 0; layer < shape.layers(); layer++) {
            BaseWeights.Layer weights = base.layers.get(layer);
            Tensor normed = norm(rows, weights.attentionNorm());
            rows = rows.add(attention(layer, normed, rotary, lengths, known));
            Tensor middle = norm(rows, weights.feedForwardNorm());
            Tensor gated =
                    torch.silu(project(layer, Projection.GATE, middle)).mul(project(layer, Projection.UP, middle));
            rows = rows.add(project(layer, Projection.DOWN, gated));
        }
        return rows;
    }

    /** Rows as the head takes them. */
    Tensor normed(Tensor rows) {
        return norm(rows, base.outputNorm);
    }

    /** Scores of all tokens for normed rows. */
    Tensor scores(Tensor rows) {
        return rows.matmul(base.head.t());
    }

    private Tensor attention(int layer, Tensor normed, RotaryTable.Rows rotary, int[] lengths, List<KeyValues> known) {
        BaseWeights.Layer weights = base.layers.get(layer);
        Tensor queries = heads(project(layer, Projection.Q, normed), shape.heads(), weights.queryNorm());
        Tensor keys = heads(project(layer, Projection.K, normed), shape.keyHeads(), weights.keyNorm());
        Tensor values = heads(project(layer, Projection.V, normed), shape.keyHeads(), Optional.empty());
        queries = rotary.rotate(queries);
        keys = rotary.rotate(keys);
        List<Tensor> texts = new ArrayList<>();
        int begin = 0;
        for (int text = 0; text < lengths.length; ) {
            int length = lengths[text];
            int alike = known.isEmpty() ? alike(lengths, text) : 1;
            Tensor own = queries.narrow(0, begin, (long) alike * length);
            Tensor ownKeys = keys.narrow(0, begin, (long) alike * length);
            Tensor ownValues = values.narrow(0, begin, (long) alike * length);
            if (!known.isEmpty()) {
                ownKeys = known.get(text).keys(layer, ownKeys);
                ownValues = known.get(text).values(layer, ownValues);
            }
            texts.add(attend(own, ownKeys, ownValues, alike));
            text += alike;
            begin += alike * length;
        }
        return project(layer, Projection.OUTPUT, Tensors.joined(texts));
    }

    /** Texts from here on that have the same length. */
    private static int alike(int[] lengths, int first) {
        int next = first;
        while (next < lengths.length && lengths[next] == lengths[first]) {
            next++;
        }
        return next - first;
    }

    /** @param texts of one length each, which follow each other */
    private Tensor attend(Tensor queries, Tensor keys, Tensor values, int texts) {
        long length = queries.size(0) / texts;
        Tensor result = torch.scaled_dot_product_attention(
                byText(queries, texts),
                byText(repeated(keys), texts),
                byText(repeated(values), texts),
                new TensorOptional(),
                0,
                // The newest token of a text that was read before sees all of it.
                keys.size(0) == queries.size(0),
                new DoubleOptional(),
                false);
        return result.transpose(1, 2).reshape(texts * length, shape.queryWidth());
    }

    /** Keys or values for every head of queries. */
    private Tensor repeated(Tensor keys) {
        long heads = shape.keyHeads();
        long each = shape.heads() / heads;
        return keys.unsqueeze(2)
                .expand(keys.size(0), heads, each, shape.headLength())
                .reshape(keys.size(0), shape.heads(), shape.headLength());
    }

    private Tensor byText(Tensor heads, int texts) {
        return heads.reshape(texts, heads.size(0) / texts, shape.heads(), shape.headLength())
                .transpose(1, 2);
    }

    private Tensor heads(Tensor projected, int heads, Optional<Tensor> headNorm) {
        Tensor split = projected.reshape(projected.size(0), heads, shape.headLength());
        return headNorm.map(weight -> norm(split, weight)).orElse(split);
    }

    private Tensor project(int layer, Projection projection, Tensor input) {
        BaseWeights.Layer weights = base.layers.get(layer);
        AdapterLeaves.Matrices change = adapter.of(layer, projection);
        Tensor own = input.matmul(weights.weight(projection).t());
        Tensor changed =
                torch.addmm(own, input.matmul(change.a().t()), change.b().t(), new Scalar(1.0), new Scalar((double)
                        adapter.scale()));
        Tensor bias = weights.biases().get(projection);
        return bias == null ? changed : changed.add(bias);
    }

    private Tensor norm(Tensor rows, Tensor weight) {
        return torch.rms_norm(rows, new long[] {weight.size(0)}, new TensorOptional(weight), new DoubleOptional((double)
                shape.epsilon()));
    }
}
