package ai.radium.gateway.usage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A memory-mapped file of records: {@code [length][crc32c][payload]}, each aligned to eight bytes, length 0 = the end so
 * far. The length is written last, with release semantics, so that the reader sees whole records; the operating system
 * keeps what was written even when the process is killed.
 */
final class Segment {
    static final int BYTES = 8 * 1024 * 1024;

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HEADER = 8;
    private static final int ALLOCATED_AT_ONCE = 256 * 1024;

    private final Path file;
    private final MappedByteBuffer bytes;
    private final boolean inherited;
    private final CRC32C crc = new CRC32C();
    private int end;
    private int read;
    private int pending;
    private volatile boolean closed;
    private volatile boolean forced;

    private Segment(Path file, MappedByteBuffer bytes, boolean inherited) {
        this.file = file;
        this.bytes = bytes;
        this.inherited = inherited;
        closed = inherited;
    }

    /**
     * A new file whose blocks the disk has already given: a write to a mapped hole of a full disk kills whoever writes. (A
     * file system that copies on write, such as Btrfs, may still refuse the second write to a block.)
     *
     * @throws IOException when the disk has no room; no file is left then
     */
    static Segment create(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocate(ALLOCATED_AT_ONCE);
            for (int at = 0; at < BYTES; at += ALLOCATED_AT_ONCE) {
                zeros.clear();
                while (zeros.hasRemaining()) {
                    channel.write(zeros, at + (long) zeros.position());
                }
            }
            return new Segment(file, channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES), false);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Whether an earlier process wrote it. */
    boolean isInherited() {
        return inherited;
    }

    /** How many bytes still fit. By the writer's thread only. */
    int room() {
        return Math.max(0, BYTES - end - 2 * HEADER);
    }

    /** What an earlier process left. */
    static Segment reopen(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Segment(file, channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES), true);
        }
    }

    /** Appends the readable bytes of an array-backed buffer; false when they do not fit. By the writer's thread only. */
    boolean append(ByteBuf payload) {
        int length = payload.readableBytes();
        if (end + HEADER + length + HEADER > BYTES) {
            return false;
        }
        byte[] array = payload.array();
        int offset = payload.arrayOffset() + payload.readerIndex();
        crc.reset();
        crc.update(array, offset, length);
        bytes.put(end + HEADER, array, offset, length);
        INT.set(bytes, end + 4, (int) crc.getValue());
        INT.setRelease(bytes, end, length);
        end = aligned(end + HEADER + length);
        return true;
    }

    /** No more records will come. */
    void close() {
        closed = true;
    }

    /** The next records, at most so many; by the reader's thread only. */
    List<SpooledRecord> next(int most) {
        List<SpooledRecord> records = new ArrayList<>();
        CRC32C check = new CRC32C();
        int at = read;
        while (records.size() < most && at + HEADER < BYTES) {
            int length = (int) INT.getAcquire(bytes, at);
            if (length <= 0 || at + HEADER + length > BYTES) {
                break;
            }
            byte[] payload = new byte[length];
            bytes.get(at + HEADER, payload);
            check.reset();
            check.update(payload);
            if ((int) check.getValue() != (int) INT.get(bytes, at + 4)) {
                break; // torn by a crash of the machine: nothing after it was acknowledged
            }
            records.add(SpooledRecord.read(Unpooled.wrappedBuffer(payload)));
            at = aligned(at + HEADER + length);
        }
        pending = at;
        return records;
    }

    /** What the last {@link #next} gave is safe elsewhere. */
    void acknowledge() {
        read = pending;
    }

    /** Whether nothing is left and nothing will come. */
    boolean isDone() {
        return closed && (read + HEADER >= BYTES || next(1).isEmpty());
    }

    /** Waits until the disk has what was appended before. */
    void force() {
        boolean complete = closed;
        if (!forced) {
            bytes.force();
            forced = complete;
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    private static int aligned(int at) {
        return (at + 7) & ~7;
    }
}
