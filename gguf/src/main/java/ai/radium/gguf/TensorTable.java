package ai.radium.gguf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a file's tensors add up to.
 *
 * @param parameters numbers in all tensors
 * @param mostCommonType the tensor type that most numbers are packed as
 * @param end bytes from the start of the data that the tensors reach
 * @param entries the tensors themselves, of types that are known; none where only the sums are asked for
 */
record TensorTable(long parameters, String mostCommonType, long end, List<Entry> entries) {
    private static final int LONGEST_NAME = 256;
    private static final int MOST_DIMENSIONS = 4;

    TensorTable {
        entries = List.copyOf(entries);
    }

    /**
     * @param shape the fastest dimension first
     * @param offset bytes from the start of the data
     */
    record Entry(String name, TensorType type, List<Long> shape, long offset) {
        Entry {
            shape = List.copyOf(shape);
        }

        long elements() {
            return shape.stream().reduce(1L, Math::multiplyExact);
        }
    }

    /** @throws ArithmeticException when sizes overflow */
    static TensorTable read(GgufInput in, long tensors, long alignment, boolean isWhole) throws IOException {
        List<Entry> entries = new ArrayList<>();
        Map<String, Long> numbers = new HashMap<>();
        long parameters = 0;
        long end = 0;
        for (long i = 0; i < tensors; i++) {
            String name = in.text("a tensor's name", LONGEST_NAME);
            int dimensions = in.int32();
            if (dimensions < 0 || dimensions > MOST_DIMENSIONS) {
                throw new UnreadableModel("tensor " + name + " has " + dimensions + " dimensions");
            }
            long rowLength = 1;
            long elements = 1;
            List<Long> shape = new ArrayList<>();
            for (int dimension = 0; dimension < dimensions; dimension++) {
                long length = in.count("elements of tensor " + name, Long.MAX_VALUE);
                rowLength = dimension == 0 ? length : rowLength;
                elements = Math.multiplyExact(elements, length);
                shape.add(length);
            }
            int id = in.int32();
            long offset = in.count("bytes before tensor " + name, Long.MAX_VALUE);
            if (offset % alignment != 0) {
                throw new UnreadableModel("tensor " + name + " is not aligned to " + alignment + " bytes");
            }
            end = Math.max(end, Math.addExact(offset, bytes(name, id, rowLength, elements)));
            parameters = Math.addExact(parameters, elements);
            if (isWhole) {
                TensorType.of(id).ifPresent(type -> entries.add(new Entry(name, type, shape, offset)));
            }
            numbers.merge(TensorType.of(id).map(TensorType::name).orElse("type " + id), elements, Long::sum);
        }
        return new TensorTable(parameters, mostCommon(numbers), end, entries);
    }

    /** Of a type that is newer than our table, nothing is known: the engine judges. */
    private static long bytes(String name, int id, long rowLength, long elements) throws UnreadableModel {
        Optional<TensorType> type = TensorType.of(id);
        if (type.isEmpty()) {
            return 0;
        }
        if (!type.get().holds(rowLength)) {
            throw new UnreadableModel(
                    "tensor " + name + " has rows of " + rowLength + ", which " + type.get() + " cannot pack");
        }
        return type.get().bytes(elements);
    }

    private static String mostCommon(Map<String, Long> numbers) {
        return numbers.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("none");
    }
}
