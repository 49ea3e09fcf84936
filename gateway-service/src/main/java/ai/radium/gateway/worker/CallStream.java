package ai.radium.gateway.worker;

import ai.radium.contracts.worker.EventReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * One call's stream: what is still to be sent, and gRPC's length-prefixed messages as its DATA frames bring them. Only a
 * message that spans frames is copied.
 */
final class CallStream {
    private static final int PREFIX = 5;

    /** A token with its logprobs is far below this. */
    private static final int MAX_MESSAGE = 4 * 1024 * 1024;

    final int id;
    final CallListener listener;

    /** What the peer's windows do not let through yet. */
    @Nullable
    ByteBuf unsent;

    long sendWindow;
    int unacknowledged;

    /** Whether the worker has sent a message, and so surely began. */
    boolean touched;

    /** Whether the listener has messages whose read is not complete yet. */
    boolean dirty;

    private @Nullable ByteBuf partial;
    private boolean ended;

    /** @param message to be sent; released here */
    CallStream(int id, CallListener listener, ByteBuf message, long sendWindow) {
        this.id = id;
        this.listener = listener;
        this.unsent = message;
        this.sendWindow = sendWindow;
    }

    boolean isEnded() {
        return ended;
    }

    /** @throws IllegalArgumentException or IndexOutOfBoundsException when the bytes are no messages of ours */
    void receive(ByteBuf bytes, int start, int length, EventReader events) {
        touched = true;
        ByteBuf begun = partial;
        if (begun == null) {
            int read = readWhole(bytes, start, length, events);
            if (read < length && !ended) {
                partial = PooledByteBufAllocator.DEFAULT
                        .buffer(length - read)
                        .writeBytes(bytes, start + read, length - read);
            }
            return;
        }
        begun.writeBytes(bytes, start, length);
        int read = readWhole(begun, begun.readerIndex(), begun.readableBytes(), events);
        if (ended) {
            return; // released with its stream
        }
        begun.skipBytes(read);
        if (begun.isReadable()) {
            begun.discardSomeReadBytes();
        } else {
            begun.release();
            partial = null;
        }
    }

    /** Reads all whole messages and gives back how many bytes they took. */
    private int readWhole(ByteBuf bytes, int start, int length, EventReader events) {
        int read = 0;
        while (length - read >= PREFIX && !ended) {
            int size = bytes.getInt(start + read + 1);
            if (bytes.getByte(start + read) != 0 || size < 0 || size > MAX_MESSAGE) {
                throw new IllegalArgumentException("message prefix");
            }
            if (length - read - PREFIX < size) {
                break;
            }
            listener.message(events, bytes, start + read + PREFIX, size);
            read += PREFIX + size;
        }
        return read;
    }

    void release() {
        ended = true;
        if (unsent != null) {
            unsent.release();
            unsent = null;
        }
        if (partial != null) {
            partial.release();
            partial = null;
        }
    }
}
