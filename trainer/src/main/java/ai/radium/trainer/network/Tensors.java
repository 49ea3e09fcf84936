package ai.radium.trainer.network;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Small makings of libtorch. */
final class Tensors {
    private Tensors() {}

    static Tensor indexes(long... values) {
        return Tensor.create(values);
    }

    static Tensor joined(int dimension, Tensor... parts) {
        return parts.length == 1 ? parts[0] : torch.cat(new TensorVector(parts), dimension);
    }

    static Tensor joined(List<Tensor> parts) {
        return joined(0, parts.toArray(Tensor[]::new));
    }

    static Tensor times(Tensor tensor, double factor) {
        return tensor.mul(new Scalar(factor));
    }
}
