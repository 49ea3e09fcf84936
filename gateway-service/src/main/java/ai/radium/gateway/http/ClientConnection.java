package ai.radium.gateway.http;

import ai.radium.gateway.cors.Cors;
import ai.radium.gateway.endpoints.Endpoints;
import ai.radium.gateway.endpoints.Match;
import ai.radium.gateway.endpoints.RequestTarget;
import ai.radium.gateway.problem.Dialect;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection: its requests one after the other, each of its waits within bounds. */
final class ClientConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
    private static final Refusal STOPPING =
            GatewayProblem.SERVICE_UNAVAILABLE.because("The gateway is stopping: send the request again");
    private static final Work PREFLIGHT = new Work.Say(SaidByGateway.NOTHING);

    private final LoopParts parts;
    private final Channel channel;
    private final CountingDecoder decoder;
    private final EarlyMessages early = new EarlyMessages();
    private final Progress writing = new Progress();
    private final Patience patience;
    private @Nullable Exchange current;
    private @Nullable SaidAll saidAll;
    private int requests;

    ClientConnection(LoopParts parts, Channel channel, CountingDecoder decoder) {
        this.parts = parts;
        this.channel = channel;
        this.decoder = decoder;
        patience = new Patience(parts.bounds(), parts.connections().now());
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        parts.connections().add(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (current != null && current.isBodyEnded()) {
            early.add(message);
            if (early.isFull()) {
                channel.config().setAutoRead(false);
            }
        } else {
            take(message);
        }
    }

    private void take(Object message) {
        if (message instanceof HttpRequest request) {
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
        patience.forBody(parts.connections().now(), decoder.received());
        serveAtAuthority(request);
        Match match = Endpoints.match(request.method(), request.uri());
        Dialect dialect = match.shape().dialect(parts.hints(), request.headers());
        Reply reply = new Reply(
                channel,
                dialect,
                RequestIds.of(request.headers().get(RequestIds.HEADER)),
                HttpUtil.isKeepAlive(request) && mayGoOn(),
                request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0,
                parts.time(),
                this::ended);
        if (request.method().equals(HttpMethod.HEAD)) {
            reply.headOnly();
        }
        reply.lines(lines(request, match));
        if (!request.decoderResult().isSuccess()) {
            current = null;
            reply.closeAfter();
            reply.refuse(BrokenHead.refusal(request.decoderResult().cause()));
            return;
        }
        reply.tracedBy(parts.spans().begin(request, match, reply.requestId()));
        Exchange exchange = new Exchange(parts, request, reply);
        current = exchange;
        Refusal unspoken = Spoken.refusal(request);
        if (unspoken != null) {
            reply.lingerAfter(); // what follows may be anything
            exchange.begin(new Work.Refuse(unspoken));
        } else {
            exchange.begin(parts.cors().isPreflight(request) ? PREFLIGHT : Work.of(request, match, parts.gateway()));
        }
    }

    private boolean mayGoOn() {
        if (++requests < parts.bounds().requestsOfConnection()) {
            return !parts.connections().isDraining();
        }
        parts.httpStats().timedOut(HttpStats.Kind.SPENT);
        return false;
    }

    /** A target in absolute form says itself which host it means (RFC 9112, section 3.2.2). */
    private static void serveAtAuthority(HttpRequest request) {
        String authority = request.uri().startsWith("/") ? null : RequestTarget.authority(request.uri());
        if (authority != null && HostRule.refusal(request) == null) {
            request.headers().set(HttpHeaderNames.HOST, authority);
        }
    }

    /** Header lines that the reply has whatever it says. */
    private byte[] lines(HttpRequest request, Match match) {
        byte[] cors = parts.cors().lines(request.headers());
        String allow = Work.allow(match);
        if (allow == null) {
            return cors;
        }
        String more = "allow: " + allow + "\r\n" + (parts.cors().isPreflight(request) ? Cors.preflight(allow) : "");
        return (new String(cors, StandardCharsets.US_ASCII) + more).getBytes(StandardCharsets.US_ASCII);
    }

    private void ended() {
        if (current != null) {
            current.ended();
            ServerSpans.end(current.reply());
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
            patience.forNextRequest(parts.connections().now(), decoder.received());
            while (current == null || !current.isBodyEnded()) {
                Object message = early.next();
                if (message == null) {
                    heardAll();
                    return;
                }
                take(message);
            }
        }
    }

    /** All that came early is taken. */
    private void heardAll() {
        if (saidAll == null) {
            channel.config().setAutoRead(true);
        } else if (current == null) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        } else {
            channel.close(); // in the middle of a body
        }
    }

    /** The client says no more: what it has said whole is answered. */
    private void inputEnded() {
        saidAll = new SaidAll(channel, parts.connections().now());
        boolean answered =
                current != null && current.isBodyEnded() && current.reply().takesChunks();
        if (!answered || saidAll.isReset()) {
            channel.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent && saidAll == null) {
            inputEnded();
        }
    }

    /** Ends the connection if the client has been waited for too long. */
    void look(long now) {
        if (writing.stalledNanos(channel, now) > parts.bounds().reader().toNanos()) {
            tooSlow(HttpStats.Kind.READER);
            channel.close();
        } else if (current == null) {
            patience.overdueHead(now, decoder.received()).ifPresent(kind -> {
                tooSlow(kind);
                channel.close();
            });
        } else if (!current.isBodyEnded() && channel.config().isAutoRead()) {
            lookAtBody(current, now);
        } else if (!current.reply().isEnded()) {
            lookAtReply(current, now);
        }
    }

    private void lookAtReply(Exchange exchange, long now) {
        if (now - exchange.arrivedNanos() > parts.bounds().request().toNanos()) {
            tooSlow(HttpStats.Kind.REQUEST);
            exchange.reply().stop(GatewayProblem.TIMEOUT.because("The request took longer than any may"));
        } else if (saidAll != null) {
            saidAll.look(now, exchange.reply().isBegun());
        }
    }

    private void lookAtBody(Exchange exchange, long now) {
        if (exchange.reply().isEnded()) {
            if (patience.isRestOverdue(now)) {
                channel.close();
            }
        } else if (patience.isBodyOverdue(now, decoder.received())) {
            tooSlow(HttpStats.Kind.BODY);
            exchange.bodyIsLate();
        }
    }

    private void tooSlow(HttpStats.Kind kind) {
        parts.httpStats().timedOut(kind);
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
            current.reply().stop(STOPPING);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (current != null) {
            current.clientWritable(channel.isWritable());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        parts.connections().remove(this);
        if (current != null) {
            current.reply().gone();
        }
        early.release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.atDebug().addKeyValue("cause", cause.toString()).log("a client's connection broke");
        } else {
            LOG.atError().setCause(cause).log("the gateway failed at a request");
            if (current != null && !current.reply().isBegun()) {
                current.reply().closeAfter();
                current.reply().refuse(GatewayProblem.INTERNAL_ERROR.because("The gateway failed at this request"));
                return;
            }
        }
        context.close();
    }
}
