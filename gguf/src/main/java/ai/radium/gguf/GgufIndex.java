package ai.radium.gguf;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * All of a file that stands before its weights.
 *
 * @param dataBegin byte at which the tensors begin
 * @param fileSize bytes
 */
record GgufIndex(Metadata metadata, TensorTable tensors, long dataBegin, long fileSize) {
    private static final int MAGIC = 0x46554747; // "GGUF"
    private static final long MOST_TENSORS = 100_000;
    private static final long LARGEST_ALIGNMENT = 1 << 20;

    /** How much of the metadata and of the table is kept. */
    enum Extent {
        SUMMARY,
        WHOLE
    }

    /** @throws UnreadableModel when the file is not a whole, honest GGUF file of one part */
    static GgufIndex read(Path file, Extent extent) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(new GgufInput(in), Files.size(file), extent);
        } catch (UnreadableModel e) {
            throw new UnreadableModel(file + " is no usable GGUF file: " + e.getMessage());
        } catch (EOFException e) {
            throw new UnreadableModel(file + " is no usable GGUF file: it ends within its header");
        } catch (ArithmeticException e) {
            throw new UnreadableModel(file + " is no usable GGUF file: its sizes overflow");
        }
    }

    private static GgufIndex read(GgufInput in, long fileSize, Extent extent) throws IOException {
        if (in.int32() != MAGIC) {
            throw new UnreadableModel("it does not begin with GGUF");
        }
        int version = in.int32();
        if (version != 2 && version != 3) {
            throw new UnreadableModel("its version is " + version + ", not 2 or 3");
        }
        long tensors = in.count("tensors", MOST_TENSORS);
        long entries = in.count("entries of metadata", Integer.MAX_VALUE);
        Metadata metadata = extent == Extent.WHOLE ? Metadata.whole(in, entries) : Metadata.summary(in, entries);
        long parts = metadata.number("split.count").orElse(1L);
        if (parts > 1) {
            throw new UnreadableModel("it is one of " + parts + " parts; join them with llama-gguf-split --merge");
        }
        long alignment = metadata.number("general.alignment").orElse(32L);
        if (alignment < 1 || alignment > LARGEST_ALIGNMENT) {
            throw new UnreadableModel("its alignment is " + alignment);
        }
        TensorTable table = TensorTable.read(in, tensors, alignment, extent == Extent.WHOLE);
        long dataBegin = Math.ceilDiv(in.position(), alignment) * alignment;
        if (table.end() > Math.max(0, fileSize - dataBegin)) {
            throw new UnreadableModel(
                    "its tensors end at byte " + (dataBegin + table.end()) + ", the file at " + fileSize);
        }
        return new GgufIndex(metadata, table, dataBegin, fileSize);
    }

    /** Bytes of the weights. */
    long tensorBytes() {
        return Math.max(0, fileSize - dataBegin);
    }
}
