package ai.radium.gateway.reply;

import ai.radium.gateway.limits.Allowance;
import ai.radium.gateway.problem.Dialect;
import ai.radium.gateway.problem.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The reply to one request. Its owner writes either a whole body, or a refusal, or through an {@code EventStream}; the end
 * is told to the connection, which then goes on with the next request. Used on the client's loop only.
 */
public final class Reply {
    private static final byte[] STATUS_1_1 = ReplyHeaders.bytes("HTTP/1.1 ");
    private static final byte[] CONTENT_TYPE = ReplyHeaders.bytes("content-type: ");
    private static final byte[] CONTENT_LENGTH = ReplyHeaders.bytes("content-length: ");
    private static final byte[] CLOSE = ReplyHeaders.bytes("connection: close\r\n");
    private static final byte[] LINE_END = ReplyHeaders.bytes("\r\n");
    private static final byte[] LAST_CHUNK = ReplyHeaders.bytes("0\r\n\r\n");
    private static final byte[] NOTHING = new byte[0];
    private static final int HEAD_BYTES = 768;
    private static final int LINGER_SECONDS = 5;

    private final Channel channel;
    private final Dialect dialect;
    private final String requestId;
    private final boolean chunked;
    private final Runnable onEnd;
    private boolean keepAlive;
    private boolean lingers;
    private boolean chunksParts;
    private boolean headOnly;
    private boolean ended;
    private boolean begun;
    private @Nullable Allowance allowance;
    private byte[] lines = NOTHING;
    private Runnable onGone = () -> {};
    private Runnable onWritable = () -> {};
    private @Nullable Consumer<Refusal> onStop;

    /**
     * @param chunked whether the client knows chunks (HTTP/1.1)
     * @param onEnd runs once, when the reply is complete or its client is gone
     */
    public Reply(
            Channel channel, Dialect dialect, String requestId, boolean keepAlive, boolean chunked, Runnable onEnd) {
        this.channel = channel;
        this.dialect = dialect;
        this.requestId = requestId;
        this.keepAlive = keepAlive;
        this.chunked = chunked;
        this.onEnd = onEnd;
    }

    public Channel channel() {
        return channel;
    }

    public String requestId() {
        return requestId;
    }

    public Dialect dialect() {
        return dialect;
    }

    /** Of the tightest limit, once it is known. */
    public @Nullable Allowance allowance() {
        return allowance;
    }

    public void allowance(Allowance known) {
        allowance = known;
    }

    /** Header lines that this reply has whatever it says, each with its end. */
    public void lines(byte[] always) {
        lines = always;
    }

    /** The connection ends with this reply. */
    public void closeAfter() {
        keepAlive = false;
    }

    /**
     * As {@link #closeAfter}, for a request whose body is still coming: a client must be able to read the reply before
     * its own writing fails, so what it sends is dropped for a while before the connection is closed.
     */
    public void lingerAfter() {
        keepAlive = false;
        lingers = true;
    }

    /** Whether the client knows chunks (HTTP/1.1, and with them interim responses). */
    public boolean takesChunks() {
        return chunked;
    }

    /** The request is a HEAD: what a GET is told, without the body. */
    public void headOnly() {
        headOnly = true;
    }

    public boolean keepsAlive() {
        return keepAlive;
    }

    public boolean isBegun() {
        return begun;
    }

    public boolean isEnded() {
        return ended;
    }

    /** What to do when the client hangs up before the end. */
    public void onGone(Runnable action) {
        onGone = action;
    }

    /** What to do when the gateway ends it before its time, and why it does. */
    public void onStop(Consumer<Refusal> action) {
        onStop = action;
    }

    /** The gateway ends it: what can be said is said, and the connection ends. */
    public void stop(Refusal why) {
        if (ended) {
            return;
        }
        keepAlive = false;
        if (onStop != null) {
            onStop.accept(why);
        } else if (!begun) {
            refuse(why);
        }
    }

    /** What to do when the client takes more again. */
    public void onWritable(Runnable action) {
        onWritable = action;
    }

    public void writable() {
        if (!ended) {
            onWritable.run();
        }
    }

    /** The connection is closed. */
    public void gone() {
        if (!ended) {
            ended = true;
            onGone.run();
            onEnd.run();
        }
    }

    /** An error of the client's dialect, before anything else was written. */
    public void refuse(Refusal refusal) {
        byte[] body = dialect.render(refusal);
        StringBuilder extra = new StringBuilder();
        if (refusal.retryAfterSeconds() > 0) {
            extra.append("retry-after: ").append(refusal.retryAfterSeconds()).append("\r\n");
        }
        if (refusal.retryIsFutile()) {
            extra.append("x-should-retry: false\r\n");
        }
        if (refusal.status() == 401) {
            extra.append("www-authenticate: Bearer\r\n");
        }
        ByteBuf content = channel.alloc().buffer(body.length).writeBytes(body);
        whole(refusal.status(), "application/json", ReplyHeaders.bytes(extra.toString()), content);
    }

    /** A JSON body that is complete; it is released here. */
    public void json(int status, ByteBuf body, byte[] extraHeaders) {
        whole(status, "application/json", extraHeaders, body);
    }

    /** Head and body leave in one buffer. */
    public void whole(int status, String contentType, byte[] extraHeaders, ByteBuf body) {
        if (ended) {
            body.release();
            return;
        }
        ByteBuf out = WarmBuffers.ofThread().take(HEAD_BYTES + extraHeaders.length + body.readableBytes());
        head(out, status, contentType, extraHeaders);
        out.writeBytes(CONTENT_LENGTH);
        ReplyHeaders.decimal(out, body.readableBytes());
        out.writeBytes(LINE_END).writeBytes(LINE_END);
        if (!headOnly) {
            out.writeBytes(body);
        }
        body.release();
        writeWarm(out, true);
    }

    void head(ByteBuf out, int status, String contentType, byte[] extraHeaders) {
        begin(out, HttpResponseStatus.valueOf(status));
        out.writeBytes(CONTENT_TYPE);
        ByteBufUtil.writeAscii(out, contentType);
        out.writeBytes(LINE_END);
        out.writeBytes(extraHeaders);
        if (!keepAlive) {
            out.writeBytes(CLOSE);
        }
    }

    /** What every reply has. */
    private void begin(ByteBuf out, HttpResponseStatus status) {
        begun = true;
        out.writeBytes(STATUS_1_1);
        ByteBufUtil.writeAscii(out, status.toString());
        out.writeBytes(LINE_END);
        ReplyHeaders.date(out);
        ReplyHeaders.common(out, requestId, allowance);
        out.writeBytes(lines);
    }

    /** @param last whether the reply is complete with these bytes */
    void write(ByteBuf out, boolean last) {
        if (!last) {
            channel.writeAndFlush(out, channel.voidPromise());
            return;
        }
        if (keepAlive) {
            channel.writeAndFlush(out, channel.voidPromise());
        } else {
            close(channel.writeAndFlush(out));
        }
        end();
    }

    /** As {@link #write}, with a buffer of {@link WarmBuffers}. */
    void writeWarm(ByteBuf out, boolean last) {
        write(out.retain(), last);
        WarmBuffers.ofThread().giveBack(out);
    }

    private void close(ChannelFuture written) {
        if (!lingers) {
            written.addListener(ChannelFutureListener.CLOSE);
            return;
        }
        channel.config().setAutoRead(true);
        written.addListener(done -> ((DuplexChannel) channel).shutdownOutput());
        channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Begins a relayed reply.
     *
     * @param headers none that frame a message
     * @param length of the body in bytes; −1 = not known
     */
    public void relayHead(HttpResponseStatus status, HttpHeaders headers, long length) {
        ByteBuf out = channel.alloc().directBuffer(HEAD_BYTES);
        boolean bodiless =
                status.equals(HttpResponseStatus.NO_CONTENT) || status.equals(HttpResponseStatus.NOT_MODIFIED);
        chunksParts = length < 0 && !bodiless && chunked;
        if (length < 0 && !bodiless && !chunked) {
            keepAlive = false;
        }
        begin(out, status);
        for (Map.Entry<String, String> header : headers) {
            if (!header.getKey().equalsIgnoreCase("x-request-id")) {
                ByteBufUtil.writeUtf8(out, header.getKey() + ": " + header.getValue() + "\r\n");
            }
        }
        if (chunksParts) {
            ByteBufUtil.writeAscii(out, "transfer-encoding: chunked\r\n");
        } else if (length >= 0 && !bodiless) {
            ByteBufUtil.writeAscii(out, "content-length: " + length + "\r\n");
        }
        if (!keepAlive) {
            out.writeBytes(CLOSE);
        }
        out.writeBytes(LINE_END);
        channel.write(out, channel.voidPromise());
    }

    /** A part of a reply; taken over. */
    public void part(ByteBuf part) {
        if (headOnly) {
            part.release();
        } else if (chunksParts) {
            ByteBuf size = channel.alloc().buffer(16);
            ByteBufUtil.writeAscii(size, Integer.toHexString(part.readableBytes()) + "\r\n");
            channel.write(size, channel.voidPromise());
            channel.write(part, channel.voidPromise());
            channel.writeAndFlush(Unpooled.wrappedBuffer(LINE_END), channel.voidPromise());
        } else {
            channel.writeAndFlush(part, channel.voidPromise());
        }
    }

    /** The reply that came in parts is complete. */
    public void endParts() {
        write(chunksParts && !headOnly ? Unpooled.wrappedBuffer(LAST_CHUNK) : Unpooled.EMPTY_BUFFER, true);
    }

    /** Begins a JSON body that comes in parts. */
    public void beginJson(byte[] extraHeaders) {
        ByteBuf out = channel.alloc().directBuffer(HEAD_BYTES);
        chunksParts = chunked;
        keepAlive &= chunked;
        head(out, 200, "application/json", extraHeaders);
        if (chunked) {
            ByteBufUtil.writeAscii(out, "transfer-encoding: chunked\r\n");
        }
        out.writeBytes(LINE_END);
        channel.write(out, channel.voidPromise());
    }

    private void end() {
        if (!ended) {
            ended = true;
            onEnd.run();
        }
    }
}
