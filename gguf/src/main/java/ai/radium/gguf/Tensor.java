package ai.radium.gguf;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * One tensor of a file that is open.
 *
 * @param shape the fastest dimension first, as ggml counts
 * @param data its numbers as they are packed
 */
public record Tensor(String name, TensorType type, List<Long> shape, MemorySegment data) {
    public Tensor {
        shape = List.copyOf(shape);
    }

    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Numbers of the fastest dimension. */
    public int rowLength() {
        return shape.isEmpty() ? 1 : Math.toIntExact(shape.getFirst());
    }

    public int rows() {
        return Math.toIntExact(elements() / Math.max(1, rowLength()));
    }

    /**
     * All of its numbers.
     *
     * @throws UnreadableModel when they are packed in a way that is not known here
     * @throws ArithmeticException when there are more than an array holds
     */
    public float[] values() throws UnreadableModel {
        return rows(0, rows());
    }

    /**
     * The numbers of some rows.
     *
     * @throws UnreadableModel when they are packed in a way that is not known here
     */
    public float[] rows(int from, int count) throws UnreadableModel {
        float[] values = new float[Math.multiplyExact(rowLength(), count)];
        long rowBytes = type.bytes(rowLength());
        Unpacking.of(type)
                .orElseThrow(() -> new UnreadableModel(
                        "tensor " + name + " is packed as " + type + ", which can be served but not trained on"))
                .unpack(data.asSlice(from * rowBytes, count * rowBytes), values);
        return values;
    }
}
