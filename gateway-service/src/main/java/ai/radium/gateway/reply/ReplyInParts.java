package ai.radium.gateway.reply;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;

/** A reply that goes to the client part by part, as another server or the work behind it gives them. */
public final class ReplyInParts {
    private static final byte[] LINE_END = ReplyHeaders.bytes("\r\n");
    private static final byte[] LAST_CHUNK = ReplyHeaders.bytes("0\r\n\r\n");

    private final Reply reply;
    private final Channel channel;
    private boolean chunks;

    public ReplyInParts(Reply reply) {
        this.reply = reply;
        channel = reply.channel();
    }

    /**
     * Begins one that another server gives.
     *
     * @param headers none that frame a message
     * @param length of the body in bytes; −1 = not known
     */
    public void head(HttpResponseStatus status, HttpHeaders headers, long length) {
        ByteBuf out = channel.alloc().directBuffer(Reply.HEAD_BYTES);
        boolean bodiless =
                status.equals(HttpResponseStatus.NO_CONTENT) || status.equals(HttpResponseStatus.NOT_MODIFIED);
        chunks = length < 0 && !bodiless && reply.takesChunks();
        if (length < 0 && !bodiless && !chunks) {
            reply.closeAfter();
        }
        reply.begin(out, status);
        for (Map.Entry<String, String> header : headers) {
            if (!header.getKey().equalsIgnoreCase("x-request-id")) {
                ByteBufUtil.writeUtf8(out, header.getKey() + ": " + header.getValue() + "\r\n");
            }
        }
        if (chunks) {
            ByteBufUtil.writeAscii(out, "transfer-encoding: chunked\r\n");
        } else if (length >= 0 && !bodiless) {
            ByteBufUtil.writeAscii(out, "content-length: " + length + "\r\n");
        }
        reply.connection(out);
        out.writeBytes(LINE_END);
        channel.write(out, channel.voidPromise());
    }

    /** Begins one of JSON. */
    public void json(byte[] extraHeaders) {
        ByteBuf out = channel.alloc().directBuffer(Reply.HEAD_BYTES);
        chunks = reply.takesChunks();
        if (chunks) {
            reply.head(out, 200, "application/json", extraHeaders);
            ByteBufUtil.writeAscii(out, "transfer-encoding: chunked\r\n");
        } else {
            reply.closeAfter();
            reply.head(out, 200, "application/json", extraHeaders);
        }
        out.writeBytes(LINE_END);
        channel.write(out, channel.voidPromise());
    }

    /** Of the body; taken over. */
    public void part(ByteBuf part) {
        if (reply.isHeadOnly()) {
            part.release();
        } else if (chunks) {
            ByteBuf size = channel.alloc().buffer(16);
            ByteBufUtil.writeAscii(size, Integer.toHexString(part.readableBytes()) + "\r\n");
            channel.write(size, channel.voidPromise());
            channel.write(part, channel.voidPromise());
            channel.writeAndFlush(Unpooled.wrappedBuffer(LINE_END), channel.voidPromise());
        } else {
            channel.writeAndFlush(part, channel.voidPromise());
        }
    }

    /** The reply is complete. */
    public void end() {
        boolean lastChunk = chunks && !reply.isHeadOnly();
        reply.write(lastChunk ? Unpooled.wrappedBuffer(LAST_CHUNK) : Unpooled.EMPTY_BUFFER, true);
    }
}
