package ai.radium.trainer.network;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Keys and values of one text, for an answer that grows: by layer, tokens × heads × numbers. */
final class KeyValues {
    private final List<Tensor> keys = new ArrayList<>();
    private final List<Tensor> values = new ArrayList<>();

    /** Keys of a layer with those of new tokens behind. */
    Tensor keys(int layer, Tensor more) {
        return grown(keys, layer, more);
    }

    Tensor values(int layer, Tensor more) {
        return grown(values, layer, more);
    }

    private static Tensor grown(List<Tensor> all, int layer, Tensor more) {
        if (layer == all.size()) {
            Tensor first = more.contiguous().retainReference();
            all.add(first);
            return first;
        }
        Tensor old = all.get(layer);
        Tensor grown = Tensors.joined(0, old, more).retainReference();
        all.set(layer, grown);
        old.releaseReference();
        return grown;
    }

    void close() {
        keys.forEach(Tensor::releaseReference);
        values.forEach(Tensor::releaseReference);
    }
}
