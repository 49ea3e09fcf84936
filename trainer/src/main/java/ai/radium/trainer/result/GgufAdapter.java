package ai.radium.trainer.result;

import ai.radium.gguf.GgufFile;
import ai.radium.gguf.ModelFile;
import ai.radium.gguf.Tensor;
import ai.radium.gguf.TensorType;
import ai.radium.gguf.UnreadableModel;
import ai.radium.trainer.checkpoint.WholeFile;
import ai.radium.trainer.network.AdapterShape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/** LoRA as llama.cpp has it: {@code adapter.type=lora}, two tensors for each that it changes. */
public final class GgufAdapter {
    private GgufAdapter() {}

    /** @return the file's SHA-256, in hexadecimal digits */
    public static String write(Path file, AdapterShape shape, float[] values) throws IOException {
        GgufFile gguf = new GgufFile()
                .text("general.type", "adapter")
                .text("general.architecture", shape.model().architecture())
                .text("adapter.type", "lora")
                .real("adapter.lora.alpha", shape.alpha());
        for (AdapterShape.Pair pair : shape.pairs()) {
            String name = pair.projection().gguf(pair.layer());
            add(gguf, name + ".lora_a", values, pair.a(), pair.inputs(), shape.rank());
            add(gguf, name + ".lora_b", values, pair.b(), shape.rank(), pair.outputs());
        }
        return WholeFile.write(file, gguf::writeTo);
    }

    /** @throws UnreadableModel when it is no adapter of this shape */
    public static float[] read(Path file, AdapterShape shape) throws IOException {
        float[] values = new float[shape.size()];
        try (ModelFile gguf = ModelFile.open(file)) {
            for (AdapterShape.Pair pair : shape.pairs()) {
                String name = pair.projection().gguf(pair.layer());
                copy(gguf.required(name + ".lora_a"), pair.inputs(), shape.rank(), values, pair.a());
                copy(gguf.required(name + ".lora_b"), shape.rank(), pair.outputs(), values, pair.b());
            }
        }
        return values;
    }

    private static void copy(Tensor tensor, int rowLength, int rows, float[] values, int at) throws UnreadableModel {
        if (tensor.rowLength() != rowLength || tensor.rows() != rows) {
            throw new UnreadableModel("the earlier adapter's " + tensor.name() + " is of " + tensor.rows() + " × "
                    + tensor.rowLength() + ", not " + rows + " × " + rowLength);
        }
        float[] numbers = tensor.values();
        System.arraycopy(numbers, 0, values, at, numbers.length);
    }

    private static void add(GgufFile gguf, String name, float[] values, int at, long rowLength, long rows) {
        gguf.tensor(
                name,
                TensorType.F32,
                List.of(rowLength, rows),
                out -> littleEndian(values, at, Math.toIntExact(rowLength * rows), out));
    }

    static void littleEndian(float[] values, int at, int count, OutputStream out) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, count)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values, at, count);
        out.write(bytes.array());
    }
}
