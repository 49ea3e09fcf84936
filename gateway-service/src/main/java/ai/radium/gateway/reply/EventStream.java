package ai.radium.gateway.reply;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A reply of server-sent events (WHATWG HTML, section 9.2). What is written between two flushes leaves in one write and
 * one chunk (RFC 9112, section 7.1), the head with the first of them.
 */
public final class EventStream {
    private static final byte[] STREAM_HEADERS =
            ReplyHeaders.bytes("cache-control: no-cache\r\nx-accel-buffering: no\r\n");
    private static final byte[] CHUNKED = ReplyHeaders.bytes("transfer-encoding: chunked\r\n\r\n");
    private static final byte[] LINE_END = ReplyHeaders.bytes("\r\n");
    private static final byte[] LAST_CHUNK = ReplyHeaders.bytes("0\r\n\r\n");
    private static final byte[] COMMENT = ReplyHeaders.bytes(": keepalive\n\n");
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** Room for a chunk's size, filled in at the flush; leading zeros are allowed there. */
    private static final byte[] SIZE_TO_COME = ReplyHeaders.bytes("000000\r\n");

    private static final int SIZE_DIGITS = 6;

    private final Reply reply;
    private final byte[] extraHeaders;
    private final boolean chunked;
    private @Nullable ByteBuf out;
    private int chunkStart;

    /** Nothing leaves before the first flush. */
    public EventStream(Reply reply, byte[] extraHeaders) {
        this.reply = reply;
        this.extraHeaders = extraHeaders;
        chunked = reply.takesChunks();
        if (!chunked) {
            reply.closeAfter();
        }
    }

    public boolean isWritable() {
        return reply.channel().isWritable();
    }

    /** Whether the socket has taken all that was flushed. */
    public boolean isDrained() {
        var buffer = reply.channel().unsafe().outboundBuffer();
        return buffer != null && buffer.isEmpty();
    }

    /** Sends what was written, and a comment, which no client takes for an event. */
    public void keepAlive() {
        out().writeBytes(COMMENT);
        flush(false);
    }

    /** Where the next events are written to. */
    public ByteBuf out() {
        ByteBuf buffer = out;
        if (buffer == null) {
            buffer = WarmBuffers.ofThread().take(1024);
            out = buffer;
            if (!reply.isBegun()) {
                head(buffer);
            }
            chunkStart = buffer.writerIndex();
            if (chunked) {
                buffer.writeBytes(SIZE_TO_COME);
            }
        }
        return buffer;
    }

    /** Sends what was written; with {@code last} the reply is complete. */
    public void flush(boolean last) {
        ByteBuf buffer = out;
        if (reply.isEnded()) {
            discard();
            return;
        }
        if (buffer == null) {
            if (!last) {
                return;
            }
            buffer = WarmBuffers.ofThread().take(16);
            if (!reply.isBegun()) {
                head(buffer);
            }
        } else {
            int from = chunkStart + (chunked ? SIZE_TO_COME.length : 0);
            reply.copy(true, extraHeaders, buffer, from, buffer.writerIndex() - from);
            if (chunked) {
                size(buffer);
                buffer.writeBytes(LINE_END);
            }
        }
        if (last && chunked) {
            buffer.writeBytes(LAST_CHUNK);
        }
        out = null;
        reply.writeWarm(buffer, last);
    }

    /** The client is gone: what was not flushed never leaves. */
    public void discard() {
        if (out != null) {
            WarmBuffers.ofThread().giveBack(out);
            out = null;
        }
    }

    private void head(ByteBuf buffer) {
        reply.head(buffer, 200, "text/event-stream; charset=utf-8", extraHeaders);
        buffer.writeBytes(STREAM_HEADERS);
        buffer.writeBytes(chunked ? CHUNKED : LINE_END);
    }

    private void size(ByteBuf buffer) {
        int size = buffer.writerIndex() - chunkStart - SIZE_TO_COME.length;
        for (int i = 0; i < SIZE_DIGITS; i++) {
            buffer.setByte(chunkStart + i, HEX[(size >>> (4 * (SIZE_DIGITS - 1 - i))) & 15]);
        }
    }
}
