package ai.radium.gateway.reply;

import ai.radium.gateway.limits.Allowance;
import ai.radium.gateway.problem.Dialect;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.time.GatewayTime;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.opentelemetry.api.trace.Span;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The reply to one request. Its owner writes either a whole body, or a refusal, or through an {@link EventStream} or a
 * {@link ReplyInParts}; the end is told to the connection, which then goes on with the next request. Used on the client's
 * loop only.
 */
public final class Reply {
    private static final byte[] STATUS_1_1 = ReplyHeaders.bytes("HTTP/1.1 ");
    private static final byte[] CONTENT_TYPE = ReplyHeaders.bytes("content-type: ");
    private static final byte[] CONTENT_LENGTH = ReplyHeaders.bytes("content-length: ");
    private static final byte[] CLOSE = ReplyHeaders.bytes("connection: close\r\n");
    private static final byte[] LINE_END = ReplyHeaders.bytes("\r\n");

    /** By which Anthropic's clients know the request that they report. */
    private static final byte[] REQUEST_ID = ReplyHeaders.bytes("request-id: ");

    private static final byte[] NOTHING = new byte[0];
    static final int HEAD_BYTES = 768;
    private static final int LINGER_SECONDS = 5;

    private final Channel channel;
    private final Dialect dialect;
    private final String requestId;
    private final boolean chunked;
    private final GatewayTime time;
    private final Runnable onEnd;
    private boolean keepAlive;
    private boolean lingers;
    private boolean headOnly;
    private boolean ended;
    private @Nullable Allowance allowance;
    private @Nullable ReplyCopy copy;
    private byte[] lines = NOTHING;
    private Span span = Span.getInvalid();
    private int status;
    private Runnable onGone = () -> {};
    private Runnable onWritable = () -> {};
    private @Nullable Consumer<Refusal> onStop;

    /**
     * @param chunked whether the client knows chunks (HTTP/1.1)
     * @param onEnd runs once, when the reply is complete or its client is gone
     */
    public Reply(
            Channel channel,
            Dialect dialect,
            String requestId,
            boolean keepAlive,
            boolean chunked,
            GatewayTime time,
            Runnable onEnd) {
        this.channel = channel;
        this.dialect = dialect;
        this.requestId = requestId;
        this.keepAlive = keepAlive;
        this.chunked = chunked;
        this.time = time;
        this.onEnd = onEnd;
    }

    public Channel channel() {
        return channel;
    }

    /** A reply 200 is copied as it is given, and its last bytes wait for what is done with the copy. */
    public void copyTo(ReplyCopy all) {
        copy = all;
    }

    /** It fails: nothing of it is to be kept. */
    public void dropCopy() {
        copy = null;
    }

    void copy(boolean asStream, byte[] extraHeaders, ByteBuf body, int index, int length) {
        if (copy != null) {
            copy.add(asStream, extraHeaders, body, index, length);
        }
    }

    public String requestId() {
        return requestId;
    }

    /** The request's span; where it is not recorded, what is handed on. */
    public Span span() {
        return span;
    }

    public void tracedBy(Span request) {
        span = request;
    }

    /** That its head says; 0 = there is none yet. */
    public int status() {
        return status;
    }

    /** Of the tightest limit, once it is known. */
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

    boolean isHeadOnly() {
        return headOnly;
    }

    public boolean keepsAlive() {
        return keepAlive;
    }

    public boolean isBegun() {
        return status != 0;
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
        } else if (!isBegun()) {
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
        byte[] body = dialect.render(refusal, requestId);
        ByteBuf content = channel.alloc().buffer(body.length).writeBytes(body);
        whole(refusal.status(), "application/json", ReplyHeaders.of(refusal), content);
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
        copy = status == 200 ? copy : null;
        copy(false, extraHeaders, body, body.readerIndex(), body.readableBytes());
        ByteBuf out = WarmBuffers.ofThread().take(HEAD_BYTES + extraHeaders.length + body.readableBytes());
        head(out, status, contentType, extraHeaders);
        out.writeBytes(CONTENT_LENGTH);
        Decimal.write(body.readableBytes(), out);
        out.writeBytes(LINE_END).writeBytes(LINE_END);
        if (!headOnly) {
            out.writeBytes(body);
        }
        body.release();
        writeWarm(out, true);
    }

    /** A body that is there already; a client that has it is told so ({@code If-None-Match}). */
    public void fixed(FixedBody body, @Nullable String ifNoneMatch) {
        if (ended) {
            return;
        }
        boolean unchanged = body.isHeldBy(ifNoneMatch);
        ByteBuf out = WarmBuffers.ofThread().take(HEAD_BYTES);
        begin(out, unchanged ? HttpResponseStatus.NOT_MODIFIED : HttpResponseStatus.OK);
        out.writeBytes(body.ofEvery());
        if (!unchanged) {
            out.writeBytes(body.ofWhole());
        }
        connection(out);
        out.writeBytes(LINE_END);
        boolean bare = unchanged || headOnly;
        writeWarm(out, bare);
        if (!bare) {
            write(body.content(), true);
        }
    }

    void head(ByteBuf out, int status, String contentType, byte[] extraHeaders) {
        begin(out, HttpResponseStatus.valueOf(status));
        out.writeBytes(CONTENT_TYPE);
        ByteBufUtil.writeAscii(out, contentType);
        out.writeBytes(LINE_END);
        out.writeBytes(extraHeaders);
        connection(out);
    }

    /** Says that the connection ends with this reply, where it does. */
    void connection(ByteBuf out) {
        if (!keepAlive) {
            out.writeBytes(CLOSE);
        }
    }

    /** What every reply has. */
    void begin(ByteBuf out, HttpResponseStatus status) {
        this.status = status.code();
        out.writeBytes(STATUS_1_1);
        ByteBufUtil.writeAscii(out, status.toString());
        out.writeBytes(LINE_END);
        long now = time.epochSeconds();
        ReplyHeaders.date(out, now);
        ReplyHeaders.common(out, requestId, allowance, now);
        out.writeBytes(lines);
        if (dialect == Dialect.ANTHROPIC) {
            out.writeBytes(REQUEST_ID);
            ByteBufUtil.writeAscii(out, requestId);
            out.writeBytes(LINE_END);
        }
    }

    /** @param last whether the reply is complete with these bytes */
    void write(ByteBuf out, boolean last) {
        if (!last) {
            channel.writeAndFlush(out, channel.voidPromise());
            return;
        }
        ReplyCopy all = copy;
        if (all != null) {
            copy = null;
            all.whole(() -> writeLast(out));
        } else {
            writeLast(out);
        }
    }

    private void writeLast(ByteBuf out) {
        if (ended) { // the client left while its reply was being kept
            out.release();
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

    private void end() {
        if (!ended) {
            ended = true;
            onEnd.run();
        }
    }
}
