package ai.radium.gateway.http;

import ai.radium.gateway.body.GatheredBody;
import ai.radium.gateway.cors.Cors;
import ai.radium.gateway.problem.Dialect;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.relay.RelayTable;
import ai.radium.gateway.reply.Reply;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection: its requests one after the other, each of its waits within bounds. */
final class EdgeConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeConnection.class);
    private static final byte[] NO_HEADERS = new byte[0];

    private static final long MEBIBYTE = 1024 * 1024;

    /** For the rest of a request that has its reply already. */
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Of later requests that a client may send before its reply has come: what one read brings. */
    private static final int MOST_QUEUED_BYTES = 16 * 1024;

    private final LoopEdge edge;
    private final Channel channel;
    private final CountingDecoder decoder;
    private final ArrayDeque<Object> queued = new ArrayDeque<>();
    private final Progress writing = new Progress();
    private @Nullable Exchange current;
    private boolean heard;
    private boolean headBegun;
    private int queuedBytes;
    /** Since when the client is waited for, and how much had come by then. */
    private long sinceNanos;

    private long receivedBefore;

    /** When the request began, and what had come by then. */
    private long begunNanos;

    private long receivedAtBegin;

    EdgeConnection(LoopEdge edge, Channel channel, CountingDecoder decoder) {
        this.edge = edge;
        this.channel = channel;
        this.decoder = decoder;
        sinceNanos = edge.connections().now();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        edge.connections().add(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (current != null && current.isBodyEnded()) {
            queue(message);
        } else {
            take(message);
        }
    }

    private void queue(Object message) {
        queued.add(message);
        queuedBytes += message instanceof ByteBufHolder part ? part.content().readableBytes() : 1024;
        if (queuedBytes > MOST_QUEUED_BYTES) {
            channel.config().setAutoRead(false);
        }
    }

    private void take(Object message) {
        if (message instanceof HttpRequest request) {
            heard = true;
            begin(request);
        }
        if (message instanceof HttpContent part) {
            if (current == null) {
                part.release();
            } else {
                current.body(part);
                next();
            }
        }
    }

    private void begin(HttpRequest request) {
        waitFromNow();
        begunNanos = sinceNanos;
        receivedAtBegin = receivedBefore;
        Dialect dialect = edge.dialects().of(request.uri(), request.headers());
        Reply reply = new Reply(
                channel,
                dialect,
                RequestIds.of(request.headers().get("X-Request-Id")),
                HttpUtil.isKeepAlive(request) && !edge.connections().isDraining(),
                request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0,
                this::ended);
        reply.lines(edge.cors().lines(request.headers()));
        if (!request.decoderResult().isSuccess()) {
            current = null;
            reply.closeAfter();
            reply.refuse(broken(request.decoderResult().cause()));
            return;
        }
        Target target = Target.of(request.uri());
        Exchange exchange = new Exchange(edge, request, reply, work(target, request, reply));
        current = exchange;
        if (edge.cors().isPreflight(request)) {
            reply.json(200, Unpooled.EMPTY_BUFFER, Cors.preflight());
        } else if (target instanceof Target.Health) {
            healthy(reply);
        } else {
            exchange.begin(channel);
        }
    }

    private Work work(Target target, HttpRequest request, Reply reply) {
        return switch (target) {
            case Target.Inference inference ->
                request.method().name().equals("GET") && inference.model() != null
                        ? relayed(request, reply, request.uri())
                        : new InferenceWork(
                                edge.inference(),
                                inference,
                                reply,
                                body(edge.bounds().inferenceBody()),
                                System.nanoTime());
            case Target.Management management -> relayed(request, reply, management.uri());
            case Target.Health ignored -> PlainWork.nowhere(request.uri());
            case Target.Nowhere ignored -> PlainWork.nowhere(request.uri());
        };
    }

    private Work relayed(HttpRequest request, Reply reply, String uri) {
        return switch (RelayTable.match(request.method(), uri)) {
            case RelayTable.Match.Relayed match ->
                new RelayWork(
                        edge.relay(), match, request, reply, body(edge.bounds().managementBody()));
            case RelayTable.Match.OtherMethods other ->
                new PlainWork(GatewayProblem.METHOD_NOT_ALLOWED.because("Only "
                        + String.join(", ", other.allowed().stream().sorted().toList()) + " is offered here"));
            case RelayTable.Match.NoSuchPath ignored -> PlainWork.nowhere(request.uri());
            case RelayTable.Match.Malformed ignored ->
                new PlainWork(GatewayProblem.INVALID_REQUEST.because(
                        "A percent sign in the path or query needs two hexadecimal digits behind it"));
        };
    }

    private GatheredBody body(long most) {
        return new GatheredBody(edge.bodyMemory(), channel.alloc(), most);
    }

    private static void healthy(Reply reply) {
        var body = reply.channel().alloc().buffer(32);
        ByteBufUtil.writeAscii(body, "{\"status\":\"ok\"}");
        reply.json(200, body, NO_HEADERS);
    }

    private static Refusal broken(Throwable cause) {
        if (cause instanceof TooLongHttpHeaderException) {
            return GatewayProblem.HEADERS_TOO_LARGE.because("The headers are larger than 64 KiB");
        }
        return cause instanceof TooLongHttpLineException
                ? GatewayProblem.URI_TOO_LONG.because("The request line is longer than 16 KiB")
                : GatewayProblem.INVALID_REQUEST.because("The request is not valid HTTP");
    }

    private void ended() {
        if (current != null) {
            current.ended();
            // Not at once: the reply may end within the very call that reads the request.
            channel.eventLoop().execute(this::next);
        }
    }

    /** Goes on with what the client sent meanwhile. */
    private void next() {
        while (current != null && current.isOver()) {
            if (!current.reply().keepsAlive()) {
                return;
            }
            current = null;
            waitFromNow();
            while (current == null || !current.isBodyEnded()) {
                Object message = queued.poll();
                if (message == null) {
                    queuedBytes = 0;
                    channel.config().setAutoRead(true);
                    return;
                }
                take(message);
            }
        }
    }

    private void waitFromNow() {
        headBegun = false;
        sinceNanos = edge.connections().now();
        receivedBefore = decoder.received();
    }

    /** Ends the connection if the client has been waited for too long. */
    void look(long now) {
        HttpBounds bounds = edge.bounds();
        if (writing.stalledNanos(channel, now) > bounds.reader().toNanos()) {
            tooSlow(HttpStats.Kind.READER);
            channel.close();
        } else if (current == null) {
            lookAtHead(now, bounds);
        } else if (!current.isBodyEnded() && channel.config().isAutoRead()) {
            lookAtBody(current, now, bounds);
        }
    }

    private void lookAtHead(long now, HttpBounds bounds) {
        if (heard && !headBegun && decoder.received() > receivedBefore) {
            headBegun = true;
            sinceNanos = now;
        }
        boolean head = headBegun || !heard;
        if (now - sinceNanos > (head ? bounds.head() : bounds.idle()).toNanos()) {
            tooSlow(head ? HttpStats.Kind.HEAD : HttpStats.Kind.IDLE);
            channel.close();
        }
    }

    private void lookAtBody(Exchange exchange, long now, HttpBounds bounds) {
        long mebibytes = 1 + (decoder.received() - receivedAtBegin) / MEBIBYTE;
        boolean whole = now - begunNanos <= mebibytes * bounds.wholeBody().toNanos();
        if (exchange.reply().isEnded()) {
            if (now - sinceNanos > REST_NANOS) {
                channel.close();
            }
        } else if (whole && decoder.received() - receivedBefore >= bounds.bodyProgress()) {
            sinceNanos = now;
            receivedBefore = decoder.received();
        } else if (!whole || now - sinceNanos > bounds.body().toNanos()) {
            tooSlow(HttpStats.Kind.BODY);
            exchange.bodyIsLate();
        }
    }

    private void tooSlow(HttpStats.Kind kind) {
        edge.httpStats().timedOut(kind);
        LOG.atDebug().addKeyValue("kind", kind.name()).log("a client was too slow");
    }

    /** Ends the connection once its reply is given; at once if there is none. */
    void drain() {
        if (current == null || current.reply().isEnded()) {
            channel.close();
        } else {
            current.reply().closeAfter();
        }
    }

    /** Ends the reply that is being given, and the connection. */
    void stop() {
        if (current == null || current.reply().isEnded()) {
            channel.close();
        } else {
            current.reply().stop();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (current != null) {
            current.work().clientWritable(channel.isWritable());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        edge.connections().remove(this);
        if (current != null) {
            current.reply().gone();
        }
        queued.forEach(ReferenceCountUtil::release);
        queued.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.atDebug().addKeyValue("cause", cause.toString()).log("a client's connection broke");
        } else {
            LOG.atError().setCause(cause).log("the edge failed at a request");
            if (current != null && !current.reply().isBegun()) {
                current.reply().closeAfter();
                current.reply().refuse(GatewayProblem.INTERNAL_ERROR.because("The edge failed at this request"));
                return;
            }
        }
        context.close();
    }
}
