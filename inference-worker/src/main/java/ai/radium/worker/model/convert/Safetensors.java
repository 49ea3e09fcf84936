package ai.radium.worker.model.convert;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * The table of a safetensors file, in the order of its tensors' bytes. The format (huggingface/safetensors, README): eight bytes
 * with the length of a JSON object, that object, then the numbers of all tensors, little-endian.
 */
record Safetensors(List<Tensor> tensors) {
    /** The table of all-MiniLM-L6-v2, with 104 tensors, has 11 kB. */
    private static final int LARGEST_TABLE = 16 << 20;

    private static final String COMMENTS = "__metadata__";

    Safetensors {
        tensors = List.copyOf(tensors);
    }

    /**
     * @param type as safetensors names it, F32 for example
     * @param shape the slowest dimension first
     * @param begin of its bytes, counted from the end of the table
     */
    record Tensor(String name, String type, List<Long> shape, long begin, long end) {
        long elements() {
            return shape.stream().reduce(1L, Math::multiplyExact);
        }
    }

    /** Leaves the stream where the tensors' bytes begin. */
    static Safetensors read(InputStream in) throws IOException {
        long length = ByteBuffer.wrap(bytes(in, Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        if (length < 2 || length > LARGEST_TABLE) {
            throw new Unconvertible("its table of tensors claims " + Long.toUnsignedString(length) + " bytes");
        }
        List<Tensor> tensors = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : table(bytes(in, (int) length)).properties()) {
            if (!entry.getKey().equals(COMMENTS)) {
                tensors.add(tensor(entry.getKey(), entry.getValue()));
            }
        }
        tensors.sort(Comparator.comparingLong(Tensor::begin));
        long end = 0;
        for (Tensor tensor : tensors) {
            if (tensor.begin() < end || tensor.end() < tensor.begin()) {
                throw new Unconvertible("tensor " + tensor.name() + " begins within another one");
            }
            end = tensor.end();
        }
        return new Safetensors(tensors);
    }

    private static JsonNode table(byte[] json) throws IOException {
        try {
            return new JsonMapper().readTree(json);
        } catch (JacksonException e) {
            throw new Unconvertible("its table of tensors is no JSON", e);
        }
    }

    private static Tensor tensor(String name, JsonNode entry) {
        return new Tensor(
                name,
                entry.path("dtype").asText(),
                StreamSupport.stream(entry.path("shape").spliterator(), false)
                        .map(JsonNode::asLong)
                        .toList(),
                entry.at("/data_offsets/0").asLong(-1),
                entry.at("/data_offsets/1").asLong(-1));
    }

    private static byte[] bytes(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new Unconvertible("it ends within its table of tensors");
        }
        return bytes;
    }
}
