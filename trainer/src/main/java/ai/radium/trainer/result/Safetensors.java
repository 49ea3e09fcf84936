package ai.radium.trainer.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of Hugging Face's safetensors: the length of its header, the header in JSON, numbers. Tensors are read one at a time. */
final class Safetensors implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The format's own limit, bytes. */
    private static final long MOST_HEADER = 100_000_000;

    private static final int BFLOAT_SHIFT = 16;

    private final FileChannel file;
    private final JsonNode header;
    private final long begin;

    private Safetensors(FileChannel file, JsonNode header, long begin) {
        this.file = file;
        this.header = header;
        this.begin = begin;
    }

    static Safetensors open(Path path) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            long length = read(file, 0, Long.BYTES).getLong();
            if (length < 2 || length > MOST_HEADER) {
                throw new UnreadableAdapter(path.getFileName() + " is no safetensors file");
            }
            JsonNode header = JSON.readTree(read(file, Long.BYTES, length).array());
            return new Safetensors(file, header, Long.BYTES + length);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * A tensor's numbers, row by row.
     *
     * @throws UnreadableAdapter when it is not there, or not of this shape
     */
    float[] numbers(String name, int rows, int rowLength) throws IOException {
        JsonNode entry = header.path(name);
        if (entry.isMissingNode()) {
            throw new UnreadableAdapter("the adapter has no " + name);
        }
        JsonNode shape = entry.path("shape");
        if (shape.size() != 2 || shape.get(0).asLong() != rows || shape.get(1).asLong() != rowLength) {
            throw new UnreadableAdapter(
                    "the adapter's %s is of %s, not [%d,%d]".formatted(name, shape, rows, rowLength));
        }
        int count = Math.multiplyExact(rows, rowLength);
        return switch (entry.path("dtype").asText()) {
            case "F32" -> floats(bytes(entry, name, count, Float.BYTES), count);
            case "F16" -> halves(bytes(entry, name, count, Short.BYTES), count);
            case "BF16" -> bfloats(bytes(entry, name, count, Short.BYTES), count);
            default ->
                throw new UnreadableAdapter("the adapter's " + name + " is of numbers of the type "
                        + entry.path("dtype").asText() + "; F32, F16 and BF16 are known");
        };
    }

    private ByteBuffer bytes(JsonNode entry, String name, int count, int size) throws IOException {
        long from = entry.path("data_offsets").path(0).asLong(-1);
        long length = entry.path("data_offsets").path(1).asLong(-1) - from;
        if (from < 0 || length != (long) count * size) {
            throw new UnreadableAdapter("the adapter's " + name + " is not where its file says");
        }
        return read(file, begin + from, length);
    }

    private static float[] floats(ByteBuffer bytes, int count) {
        float[] numbers = new float[count];
        bytes.asFloatBuffer().get(numbers);
        return numbers;
    }

    private static float[] halves(ByteBuffer bytes, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = Float.float16ToFloat(bytes.getShort());
        }
        return numbers;
    }

    /** The upper half of a float's bits. */
    private static float[] bfloats(ByteBuffer bytes, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = Float.intBitsToFloat(bytes.getShort() << BFLOAT_SHIFT);
        }
        return numbers;
    }

    private static ByteBuffer read(FileChannel file, long from, long length) throws IOException {
        if (length > file.size() - from) {
            throw new UnreadableAdapter("the adapter's file is shorter than it says");
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) >= 0) {
            // Until all of it is there.
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
