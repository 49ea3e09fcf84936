package ai.radium.worker.model.convert;

import ai.radium.gguf.TensorType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The tensors' bytes of a safetensors file, read once and in their order. */
final class TensorStream {
    private static final int BLOCK = 1 << 16;

    private final InputStream in;
    private long position;

    /** @param in where the tensors' bytes begin */
    TensorStream(InputStream in) {
        this.in = in;
    }

    /** @param type F32 or F16 */
    void copy(Safetensors.Tensor tensor, TensorType type, OutputStream out) throws IOException {
        in.skipNBytes(tensor.begin() - position);
        position = tensor.end();
        long left = tensor.end() - tensor.begin();
        while (left > 0) {
            int length = (int) Math.min(BLOCK, left);
            byte[] block = in.readNBytes(length);
            if (block.length < length) {
                throw new Unconvertible("it ends within tensor " + tensor.name());
            }
            out.write(type == TensorType.F16 ? halved(block) : block);
            left -= length;
        }
    }

    /** Numbers of 32 bits as the nearest ones of 16. */
    private static byte[] halved(byte[] singles) {
        ByteBuffer from = ByteBuffer.wrap(singles).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer to = ByteBuffer.allocate(singles.length / 2).order(ByteOrder.LITTLE_ENDIAN);
        while (from.hasRemaining()) {
            to.putShort(Float.floatToFloat16(from.getFloat()));
        }
        return to.array();
    }
}
