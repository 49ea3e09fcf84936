package ai.radium.worker.testmodel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;

/** Writes GGUF version 3 (the layout of ggml's docs/gguf.md): metadata, then F32 tensors aligned to 32 bytes. */
final class GgufFile {
    private static final int VERSION = 3;
    private static final int ALIGNMENT = 32;
    private static final int UINT32 = 4;
    private static final int INT32 = 5;
    private static final int FLOAT32 = 6;
    private static final int BOOL = 7;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final int TENSOR_F32 = 0;

    private final Bytes metadata = new Bytes();
    private final List<Tensor> tensors = new ArrayList<>();
    private int entries;

    /** @param shape the fastest dimension first, as ggml counts */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and large
    private record Tensor(String name, int[] shape, float[] values) {}

    GgufFile number(String key, int value) {
        entry(key, UINT32).number(value);
        return this;
    }

    GgufFile real(String key, float value) {
        entry(key, FLOAT32).real(value);
        return this;
    }

    GgufFile flag(String key, boolean value) {
        entry(key, BOOL).bytes(new byte[] {(byte) (value ? 1 : 0)});
        return this;
    }

    GgufFile text(String key, String value) {
        entry(key, STRING).text(value);
        return this;
    }

    GgufFile texts(String key, List<String> values) {
        return array(key, STRING, values.size(), (out, i) -> out.text(values.get(i)));
    }

    GgufFile reals(String key, float[] values) {
        return array(key, FLOAT32, values.length, (out, i) -> out.real(values[i]));
    }

    GgufFile numbers(String key, int[] values) {
        return array(key, INT32, values.length, (out, i) -> out.number(values[i]));
    }

    GgufFile tensor(String name, float[] values, int... shape) {
        tensors.add(new Tensor(name, shape, values));
        return this;
    }

    byte[] bytes() {
        Bytes out = new Bytes();
        out.bytes("GGUF".getBytes(StandardCharsets.US_ASCII)).number(VERSION);
        out.longNumber(tensors.size()).longNumber(entries).bytes(metadata.toByteArray());
        long offset = 0;
        for (Tensor tensor : tensors) {
            out.text(tensor.name()).number(tensor.shape().length);
            for (int length : tensor.shape()) {
                out.longNumber(length);
            }
            out.number(TENSOR_F32).longNumber(offset);
            offset += aligned(4L * tensor.values().length);
        }
        out.pad();
        for (Tensor tensor : tensors) {
            out.reals(tensor.values()).pad();
        }
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
            return littleEndian(value, 4);
        }

        Bytes longNumber(long value) {
            return littleEndian(value, 8);
        }

        Bytes real(float value) {
            return littleEndian(Float.floatToRawIntBits(value), 4);
        }

        Bytes reals(float[] values) {
            for (float value : values) {
                real(value);
            }
            return this;
        }

        Bytes text(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            return longNumber(utf8.length).bytes(utf8);
        }

        void pad() {
            bytes(new byte[(int) (aligned(out.size()) - out.size())]);
        }

        private Bytes littleEndian(long value, int size) {
            for (int i = 0; i < size; i++) {
                out.write((int) (value >>> (8 * i)));
            }
            return this;
        }
    }
}
