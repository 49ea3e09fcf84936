package ai.radium.gguf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All that a GGUF file says, and its weights mapped into memory until {@link #close()}. Whoever shortens the file meanwhile ends
 * the process that reads: files are held or copied before.
 */
public final class ModelFile implements AutoCloseable {
    private final Metadata metadata;
    private final Map<String, Tensor> tensors;
    private final Arena arena;

    private ModelFile(Metadata metadata, Map<String, Tensor> tensors, Arena arena) {
        this.metadata = metadata;
        this.tensors = tensors;
        this.arena = arena;
    }

    /** @throws UnreadableModel when the file is not a whole, honest GGUF file of one part */
    public static ModelFile open(Path file) throws IOException {
        GgufIndex index = GgufIndex.read(file, GgufIndex.Extent.WHOLE);
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MemorySegment data = channel.map(
                    FileChannel.MapMode.READ_ONLY,
                    index.dataBegin(),
                    index.tensors().end(),
                    arena);
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (TensorTable.Entry entry : index.tensors().entries()) {
                long bytes = entry.type().bytes(entry.elements());
                Tensor tensor =
                        new Tensor(entry.name(), entry.type(), entry.shape(), data.asSlice(entry.offset(), bytes));
                if (tensors.put(entry.name(), tensor) != null) {
                    throw new UnreadableModel(file + " is no usable GGUF file: it holds " + entry.name() + " twice");
                }
            }
            return new ModelFile(index.metadata(), Collections.unmodifiableMap(tensors), arena);
        } catch (IOException e) {
            arena.close();
            throw e;
        }
    }

    public Metadata metadata() {
        return metadata;
    }

    /** By name, in the file's order. */
    public Map<String, Tensor> tensors() {
        return tensors;
    }

    public Optional<Tensor> tensor(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /** @throws UnreadableModel when the file has no such tensor */
    public Tensor required(String name) throws UnreadableModel {
        return tensor(name).orElseThrow(() -> new UnreadableModel("it has no tensor " + name));
    }

    @Override
    public void close() {
        arena.close();
    }
}
