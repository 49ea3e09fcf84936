package ai.radium.gateway.worker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import org.jspecify.annotations.Nullable;

/** Finds whole frames in what was read and gives them to the connection; keeps the beginning of a later one. */
final class FrameReader {
    private final WorkerConnection connection;
    private @Nullable ByteBuf rest;
    private @Nullable ByteBuf headerBlock;
    private boolean headersEndStream;

    FrameReader(WorkerConnection connection) {
        this.connection = connection;
    }

    void read(ByteBuf bytes) throws Http2Exception {
        ByteBuf begun = rest;
        if (begun == null) {
            frames(bytes);
            if (bytes.isReadable()) {
                rest = PooledByteBufAllocator.DEFAULT.buffer(Frames.MAX_FRAME).writeBytes(bytes);
            }
            return;
        }
        begun.writeBytes(bytes);
        frames(begun);
        if (begun.isReadable()) {
            begun.discardSomeReadBytes();
        } else {
            begun.release();
            rest = null;
        }
    }

    private void frames(ByteBuf all) throws Http2Exception {
        while (all.readableBytes() >= Frames.HEADER_LENGTH) {
            int at = all.readerIndex();
            int length = all.getUnsignedMedium(at);
            if (length > Frames.MAX_FRAME) {
                throw Http2Exception.connectionError(Http2Error.FRAME_SIZE_ERROR, "frame of %d bytes", length);
            }
            if (all.readableBytes() < Frames.HEADER_LENGTH + length) {
                return;
            }
            all.skipBytes(Frames.HEADER_LENGTH + length);
            frame(
                    all,
                    all.getByte(at + 3),
                    all.getByte(at + 4),
                    all.getInt(at + 5) & 0x7FFF_FFFF,
                    at + Frames.HEADER_LENGTH,
                    length);
        }
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
    }

    private void frame(ByteBuf all, int type, int flags, int stream, int start, int length) throws Http2Exception {
        switch (type) {
            case Frames.DATA -> {
                int padding = (flags & Frames.PADDED) == 0 ? 0 : 1 + all.getUnsignedByte(start);
                connection.data(
                        stream,
                        all,
                        padding == 0 ? start : start + 1,
                        length - padding,
                        length,
                        (flags & Frames.END_STREAM) != 0);
            }
            case Frames.HEADERS -> headers(all, flags, stream, start, length);
            case Frames.CONTINUATION -> continuation(all, flags, stream, start, length);
            case Frames.RST_STREAM -> connection.reset(stream);
            case Frames.SETTINGS -> settings(all, flags, start, length);
            case Frames.PING -> connection.pinged(all.getLong(start), (flags & Frames.ACK) != 0);
            case Frames.GOAWAY -> connection.goAway(all.getInt(start) & 0x7FFF_FFFF);
            case Frames.WINDOW_UPDATE -> connection.windowUpdate(stream, all.getInt(start) & 0x7FFF_FFFF);
            case Frames.PUSH_PROMISE ->
                throw Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "push was not allowed");
            default -> {
                // frames of other types are ignored (RFC 9113, 4.1)
            }
        }
    }

    private void headers(ByteBuf all, int flags, int stream, int start, int length) throws Http2Exception {
        int before = (flags & Frames.PADDED) == 0 ? 0 : 1;
        int padding = before == 0 ? 0 : all.getUnsignedByte(start);
        before += (flags & Frames.PRIORITY) == 0 ? 0 : 5;
        headersEndStream = (flags & Frames.END_STREAM) != 0;
        ByteBuf block = all.slice(start + before, length - before - padding);
        if ((flags & Frames.END_HEADERS) != 0) {
            connection.headers(stream, block, headersEndStream);
        } else {
            headerBlock = PooledByteBufAllocator.DEFAULT.buffer().writeBytes(block);
        }
    }

    private void continuation(ByteBuf all, int flags, int stream, int start, int length) throws Http2Exception {
        ByteBuf block = headerBlock;
        if (block == null || block.readableBytes() + length > 4 * Frames.MAX_FRAME) {
            throw Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "unexpected continuation");
        }
        block.writeBytes(all, start, length);
        if ((flags & Frames.END_HEADERS) != 0) {
            headerBlock = null;
            connection.headers(stream, block, headersEndStream);
            block.release();
        }
    }

    private void settings(ByteBuf all, int flags, int start, int length) {
        if ((flags & Frames.ACK) != 0) {
            return;
        }
        for (int at = start; at + 6 <= start + length; at += 6) {
            connection.setting(all.getUnsignedShort(at), all.getInt(at + 2));
        }
        connection.settingsRead();
    }
}
