package ai.radium.gguf.testmodel;

import ai.radium.gguf.GgufFile;
import ai.radium.gguf.TensorType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** GGUF files that are made in memory. */
final class WholeFile {
    private WholeFile() {}

    /** @param shape the fastest dimension first */
    static void add(GgufFile file, String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        file.tensor(name, TensorType.F32, Arrays.stream(shape).boxed().toList(), out -> out.write(bytes.array()));
    }

    static byte[] bytes(GgufFile file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            file.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
