package ai.radium.gateway.worker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import org.jspecify.annotations.Nullable;

/**
 * Finds whole frames in what was read, and keeps the beginning of a later one. It stands on one frame at a time, so that a
 * frame costs no object; a block of headers that came in several frames is one.
 */
final class FrameReader {
    private static final int MOST_HEADER_BYTES = 4 * Frames.MAX_FRAME;
    private static final int STREAM_ID = 0x7FFF_FFFF;

    private @Nullable ByteBuf rest;
    private @Nullable ByteBuf headerBlock;
    private boolean headersEndStream;
    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
    private int type;
    private int flags;
    private int stream;
    private int start;
    private int length;

    /** What was read, which stays the caller's; its frames come by {@link #next} until that says no. */
    void feed(ByteBuf read) {
        bytes = rest == null ? read : rest.writeBytes(read);
    }

    /**
     * Goes to the next whole frame; false when there is none, and what is left is kept.
     *
     * @throws Http2Exception when the bytes are no frames that this client takes
     */
    boolean next() throws Http2Exception {
        while (bytes.readableBytes() >= Frames.HEADER_LENGTH) {
            int at = bytes.readerIndex();
            length = bytes.getUnsignedMedium(at);
            if (length > Frames.MAX_FRAME) {
                throw Http2Exception.connectionError(Http2Error.FRAME_SIZE_ERROR, "frame of %d bytes", length);
            }
            if (bytes.readableBytes() < Frames.HEADER_LENGTH + length) {
                break;
            }
            type = bytes.getByte(at + 3);
            flags = bytes.getByte(at + 4);
            stream = bytes.getInt(at + 5) & STREAM_ID;
            start = at + Frames.HEADER_LENGTH;
            bytes.skipBytes(Frames.HEADER_LENGTH + length);
            if (isWhole()) {
                return true;
            }
        }
        keepRest();
        return false;
    }

    /** Whether the frame stands for itself; one that begins or continues a block of headers does not. */
    private boolean isWhole() throws Http2Exception {
        return switch (type) {
            case Frames.HEADERS -> {
                beginHeaders();
                yield has(Frames.END_HEADERS);
            }
            case Frames.CONTINUATION -> {
                continueHeaders();
                yield has(Frames.END_HEADERS);
            }
            default -> true;
        };
    }

    private void beginHeaders() throws Http2Exception {
        int before = has(Frames.PADDED) ? 1 : 0;
        int padding = before == 0 ? 0 : bytes.getUnsignedByte(start);
        before += has(Frames.PRIORITY) ? 5 : 0;
        if (headerBlock != null || before + padding > length) {
            throw Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "malformed headers");
        }
        headersEndStream = has(Frames.END_STREAM);
        start += before;
        length -= before + padding;
        if (!has(Frames.END_HEADERS)) {
            headerBlock = PooledByteBufAllocator.DEFAULT.buffer().writeBytes(bytes, start, length);
        }
    }

    private void continueHeaders() throws Http2Exception {
        ByteBuf block = headerBlock;
        if (block == null || block.readableBytes() + length > MOST_HEADER_BYTES) {
            throw Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "unexpected continuation");
        }
        block.writeBytes(bytes, start, length);
    }

    private void keepRest() {
        ByteBuf begun = rest;
        if (begun == null) {
            if (bytes.isReadable()) {
                rest = PooledByteBufAllocator.DEFAULT.buffer(Frames.MAX_FRAME).writeBytes(bytes);
            }
        } else if (begun.isReadable()) {
            begun.discardSomeReadBytes();
        } else {
            begun.release();
            rest = null;
        }
        bytes = Unpooled.EMPTY_BUFFER;
    }

    /** One of the types in {@link Frames}. */
    int type() {
        return type;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** 0 = the connection itself. */
    int stream() {
        return stream;
    }

    /** Bytes that the frame's payload lies in, from {@link #start} on. */
    ByteBuf bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    /** Of the payload, padding included. */
    int length() {
        return length;
    }

    /** The whole block of headers, to be released. */
    ByteBuf headers() {
        ByteBuf block = headerBlock;
        headerBlock = null;
        return block == null ? bytes.retainedSlice(start, length) : block;
    }

    /** Whether the stream ends with the block of headers. */
    boolean headersEndStream() {
        return headersEndStream;
    }

    void release() {
        if (rest != null) {
            rest.release();
            rest = null;
        }
        if (headerBlock != null) {
            headerBlock.release();
            headerBlock = null;
        }
        bytes = Unpooled.EMPTY_BUFFER;
    }
}
