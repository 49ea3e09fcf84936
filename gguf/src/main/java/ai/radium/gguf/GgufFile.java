package ai.radium.gguf;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;

/**
 * Writes GGUF version 3 (the layout of ggml's docs/gguf.md): metadata, then tensors aligned to 32 bytes. Only metadata is kept in
 * memory; tensors are asked for their numbers when their turn comes.
 */
public final class GgufFile {
    private static final int VERSION = 3;
    private static final int ALIGNMENT = 32;
    private static final int BUFFER = 1 << 16;
    private static final int UINT32 = 4;
    private static final int INT32 = 5;
    private static final int FLOAT32 = 6;
    private static final int BOOL = 7;
    private static final int STRING = 8;
    private static final int ARRAY = 9;

    private final Bytes metadata = new Bytes();
    private final List<Tensor> tensors = new ArrayList<>();
    private int entries;

    /** Writes a tensor's numbers, little-endian, as many bytes as its type and shape need. */
    public interface Numbers {
        void writeTo(OutputStream out) throws IOException;
    }

    private record Tensor(String name, List<Long> shape, TensorType type, Numbers numbers) {
        long bytes() {
            return type.bytes(shape.stream().reduce(1L, Math::multiplyExact));
        }
    }

    public GgufFile number(String key, int value) {
        entry(key, UINT32).number(value);
        return this;
    }

    public GgufFile real(String key, float value) {
        entry(key, FLOAT32).real(value);
        return this;
    }

    public GgufFile flag(String key, boolean value) {
        entry(key, BOOL).bytes(new byte[] {(byte) (value ? 1 : 0)});
        return this;
    }

    public GgufFile text(String key, String value) {
        entry(key, STRING).text(value);
        return this;
    }

    public GgufFile texts(String key, List<String> values) {
        return array(key, STRING, values.size(), (out, i) -> out.text(values.get(i)));
    }

    public GgufFile reals(String key, float[] values) {
        return array(key, FLOAT32, values.length, (out, i) -> out.real(values[i]));
    }

    public GgufFile numbers(String key, int[] values) {
        return array(key, INT32, values.length, (out, i) -> out.number(values[i]));
    }

    /** @param shape the fastest dimension first, as ggml counts */
    public GgufFile tensor(String name, TensorType type, List<Long> shape, Numbers numbers) {
        tensors.add(new Tensor(name, List.copyOf(shape), type, numbers));
        return this;
    }

    /** Bytes of the tensors. */
    public long tensorBytes() {
        return tensors.stream().mapToLong(tensor -> aligned(tensor.bytes())).sum();
    }

    /** @throws IOException also when a tensor gave fewer or more numbers than it should */
    public void writeTo(OutputStream target) throws IOException {
        OutputStream out = new BufferedOutputStream(target, BUFFER);
        out.write(header());
        for (Tensor tensor : tensors) {
            Counted counted = new Counted(out);
            tensor.numbers().writeTo(counted);
            if (counted.bytes != tensor.bytes()) {
                throw new IOException("tensor " + tensor.name() + " has " + counted.bytes + " bytes of numbers, not "
                        + tensor.bytes());
            }
            out.write(new byte[(int) (aligned(tensor.bytes()) - tensor.bytes())]);
        }
        out.flush();
    }

    private byte[] header() {
        Bytes out = new Bytes();
        out.bytes("GGUF".getBytes(StandardCharsets.US_ASCII)).number(VERSION);
        out.longNumber(tensors.size()).longNumber(entries).bytes(metadata.toByteArray());
        long offset = 0;
        for (Tensor tensor : tensors) {
            out.text(tensor.name()).number(tensor.shape().size());
            tensor.shape().forEach(out::longNumber);
            out.number(tensor.type().id()).longNumber(offset);
            offset += aligned(tensor.bytes());
        }
        out.pad();
        return out.toByteArray();
    }

    private GgufFile array(String key, int type, int length, ObjIntConsumer<Bytes> element) {
        Bytes out = entry(key, ARRAY).number(type).longNumber(length);
        for (int i = 0; i < length; i++) {
            element.accept(out, i);
        }
        return this;
    }

    private Bytes entry(String key, int type) {
        entries++;
        return metadata.text(key).number(type);
    }

    private static long aligned(long size) {
        return Math.ceilDiv(size, (long) ALIGNMENT) * ALIGNMENT;
    }

    /** Little-endian output. */
    private static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        byte[] toByteArray() {
            return out.toByteArray();
        }

        Bytes bytes(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        Bytes number(int value) {
            return bytes(little(4).putInt(value).array());
        }

        Bytes longNumber(long value) {
            return bytes(little(8).putLong(value).array());
        }

        Bytes real(float value) {
            return number(Float.floatToRawIntBits(value));
        }

        Bytes text(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            return longNumber(utf8.length).bytes(utf8);
        }

        void pad() {
            bytes(new byte[(int) (aligned(out.size()) - out.size())]);
        }

        private static ByteBuffer little(int bytes) {
            return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    /** Passes on and counts. */
    private static final class Counted extends OutputStream {
        private final OutputStream out;
        private long bytes;

        Counted(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            bytes++;
        }

        @Override
        public void write(byte[] values, int offset, int length) throws IOException {
            out.write(values, offset, length);
            bytes += length;
        }
    }
}
