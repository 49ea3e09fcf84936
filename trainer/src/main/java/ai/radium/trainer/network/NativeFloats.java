package ai.radium.trainer.network;

import ai.radium.gguf.Tensor;
import ai.radium.gguf.UnreadableModel;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.global.torch;

/** Numbers outside the heap, which tensors are views of and keep. */
final class NativeFloats {
    /** Unpacked at once. */
    private static final int CHUNK = 1 << 20;

    private final org.bytedeco.pytorch.Tensor all;
    private final FloatPointer numbers;

    private NativeFloats(org.bytedeco.pytorch.Tensor all) {
        this.all = all;
        this.numbers = all.data_ptr_float();
    }

    static NativeFloats ofSize(long size) {
        return new NativeFloats(torch.empty(size));
    }

    /** A file's tensor, unpacked. */
    static NativeFloats of(Tensor tensor) throws UnreadableModel {
        NativeFloats floats = ofSize(tensor.elements());
        int rowsAtOnce = Math.max(1, CHUNK / tensor.rowLength());
        for (int row = 0; row < tensor.rows(); row += rowsAtOnce) {
            int rows = Math.min(rowsAtOnce, tensor.rows() - row);
            floats.put((long) row * tensor.rowLength(), tensor.rows(row, rows));
        }
        return floats;
    }

    void put(long at, float[] values) {
        numbers.getPointer(at).put(values, 0, values.length);
    }

    org.bytedeco.pytorch.Tensor view(long at, long... shape) {
        long size = 1;
        for (long length : shape) {
            size *= length;
        }
        return all.narrow(0, at, size).view(shape);
    }
}
