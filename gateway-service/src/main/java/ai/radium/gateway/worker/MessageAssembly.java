package ai.radium.gateway.worker;

import ai.radium.contracts.worker.EventReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;

/** Finds gRPC's length-prefixed messages in a stream's DATA frames; copies only a message that spans frames. */
final class MessageAssembly {
    private static final int PREFIX = 5;

    /** A token with its logprobs is far below this. */
    private static final int MAX_MESSAGE = 4 * 1024 * 1024;

    private MessageAssembly() {}

    static void read(GenerateStream stream, ByteBuf bytes, int start, int length, EventReader events) {
        ByteBuf partial = stream.partial;
        if (partial == null) {
            int read = readWhole(stream, bytes, start, length, events);
            if (read < length && !stream.ended) {
                stream.partial = PooledByteBufAllocator.DEFAULT
                        .buffer(length - read)
                        .writeBytes(bytes, start + read, length - read);
            }
            return;
        }
        partial.writeBytes(bytes, start, length);
        int read = readWhole(stream, partial, partial.readerIndex(), partial.readableBytes(), events);
        if (stream.ended) {
            return; // released with its stream
        }
        partial.skipBytes(read);
        if (!partial.isReadable()) {
            partial.release();
            stream.partial = null;
        } else {
            partial.discardSomeReadBytes();
        }
    }

    /** Reads all whole messages and gives back how many bytes they took. */
    private static int readWhole(GenerateStream stream, ByteBuf bytes, int start, int length, EventReader events) {
        int read = 0;
        while (length - read >= PREFIX && !stream.ended) {
            int size = bytes.getInt(start + read + 1);
            if (bytes.getByte(start + read) != 0 || size < 0 || size > MAX_MESSAGE) {
                throw new IllegalArgumentException("message prefix");
            }
            if (length - read - PREFIX < size) {
                break;
            }
            events.read(bytes, start + read + PREFIX, size, stream.listener);
            read += PREFIX + size;
        }
        return read;
    }
}
