package ai.radium.gateway.http;

import ai.radium.gateway.cors.Cors;
import ai.radium.gateway.problem.Dialect;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.relay.RelayTable;
import ai.radium.gateway.reply.Reply;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection: its requests one after the other. */
final class EdgeConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeConnection.class);
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_HEADERS = new byte[0];

    /** A connection that sends no whole head in this time is closed. */
    private static final int FIRST_HEAD_SECONDS = 15;

    /** Parts of later requests that a client may send before its reply has come. */
    private static final int MOST_QUEUED = 64;

    private final LoopEdge edge;
    private final ArrayDeque<Object> queued = new ArrayDeque<>();
    private @Nullable Exchange current;
    private boolean heard;

    EdgeConnection(LoopEdge edge) {
        this.edge = edge;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.executor()
                .schedule(
                        () -> {
                            if (!heard) {
                                context.close();
                            }
                        },
                        FIRST_HEAD_SECONDS,
                        TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (current != null && current.isBodyEnded()) {
            queued.add(message);
            if (queued.size() > MOST_QUEUED) {
                context.channel().config().setAutoRead(false);
            }
            return;
        }
        take(context, message);
    }

    private void take(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            heard = true;
            begin(context, request);
        }
        if (message instanceof HttpContent part) {
            if (current == null) {
                part.release();
            } else {
                current.body(part, part instanceof LastHttpContent);
                next(context);
            }
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) {
        Dialect dialect = edge.dialects().of(request.uri(), request.headers());
        Reply reply = new Reply(
                context.channel(),
                dialect,
                RequestIds.of(request.headers().get("X-Request-Id")),
                HttpUtil.isKeepAlive(request),
                request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0,
                () -> ended(context));
        reply.lines(edge.cors().lines(request.headers()));
        if (!request.decoderResult().isSuccess()) {
            current = null;
            reply.closeAfter();
            reply.refuse(broken(request.decoderResult().cause()));
            return;
        }
        if (HttpUtil.is100ContinueExpected(request)) {
            context.writeAndFlush(context.alloc().buffer(CONTINUE.length).writeBytes(CONTINUE));
        }
        Target target = Target.of(request.uri());
        Exchange exchange = new Exchange(edge, request, reply, work(target, request, reply));
        current = exchange;
        if (edge.cors().isPreflight(request)) {
            reply.json(200, Unpooled.EMPTY_BUFFER, Cors.preflight());
        } else if (target instanceof Target.Health) {
            healthy(reply);
        } else {
            exchange.begin(context.channel());
        }
    }

    private Work work(Target target, HttpRequest request, Reply reply) {
        return switch (target) {
            case Target.Inference inference ->
                request.method().name().equals("GET") && inference.model() != null
                        ? relayed(request, reply, request.uri())
                        : new InferenceWork(edge.inference(), inference, reply, System.nanoTime());
            case Target.Management management -> relayed(request, reply, management.uri());
            case Target.Health ignored -> PlainWork.nowhere(request.uri());
            case Target.Nowhere ignored -> PlainWork.nowhere(request.uri());
        };
    }

    private Work relayed(HttpRequest request, Reply reply, String uri) {
        return switch (RelayTable.match(request.method(), uri)) {
            case RelayTable.Match.Relayed match -> new RelayWork(edge.relay(), match, request, reply);
            case RelayTable.Match.OtherMethods other ->
                new PlainWork(GatewayProblem.METHOD_NOT_ALLOWED.because("Only "
                        + String.join(", ", other.allowed().stream().sorted().toList()) + " is offered here"));
            case RelayTable.Match.NoSuchPath ignored -> PlainWork.nowhere(request.uri());
        };
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
        return GatewayProblem.INVALID_REQUEST.because(
                cause instanceof TooLongHttpLineException
                        ? "The request line is too long"
                        : "The request is not valid HTTP");
    }

    private void ended(ChannelHandlerContext context) {
        if (current != null) {
            current.ended();
            // Not at once: the reply may end within the very call that reads the request.
            context.executor().execute(() -> next(context));
        }
    }

    /** Goes on with what the client sent meanwhile. */
    private void next(ChannelHandlerContext context) {
        while (current != null && current.isOver()) {
            if (!current.reply().keepsAlive()) {
                return;
            }
            current = null;
            while (current == null || !current.isBodyEnded()) {
                Object message = queued.poll();
                if (message == null) {
                    context.channel().config().setAutoRead(true);
                    return;
                }
                take(context, message);
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (current != null) {
            current.work().clientWritable(context.channel().isWritable());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
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
