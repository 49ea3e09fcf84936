package ai.radium.gateway.usage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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

    private final Path file;
    private final MappedByteBuffer bytes;
    private final CRC32C crc = new CRC32C();
    private int end;
    private int read;
    private int pending;
    private volatile boolean closed;
    private volatile boolean forced;

    private Segment(Path file, MappedByteBuffer bytes, boolean closed) {
        this.file = file;
        this.bytes = bytes;
        this.closed = closed;
    }

    static Segment create(Path file) throws IOException {
        return new Segment(file, map(file, StandardOpenOption.CREATE_NEW), false);
    }

    /** What an earlier process left. */
    static Segment reopen(Path file) throws IOException {
        return new Segment(file, map(file, StandardOpenOption.CREATE), true);
    }

    private static MappedByteBuffer map(Path file, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(file, option, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
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
