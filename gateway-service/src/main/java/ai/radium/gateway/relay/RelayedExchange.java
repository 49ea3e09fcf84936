package ai.radium.gateway.relay;

import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request on its way through the edge. All calls on the loop of its {@link Relay}. */
public final class RelayedExchange {
    private static final Logger LOG = LoggerFactory.getLogger(RelayedExchange.class);

    private final ArrayDeque<HttpContent> early = new ArrayDeque<>();
    private final Relay relay;
    private final RelayedRequest request;
    private final ClientReply client;
    private @Nullable ServiceConnection connection;
    private @Nullable ErrorReply error;
    private @Nullable Future<?> timer;
    private boolean reused;
    private boolean bodySent;
    private boolean requestEnded;
    private boolean replyBegun;
    private boolean reusable;
    private boolean over;

    RelayedExchange(Relay relay, RelayedRequest request, ClientReply client) {
        this.relay = relay;
        this.request = request;
        this.client = client;
    }

    void connect(boolean fresh) {
        client.acceptBody(false);
        relay.connections(request.service()).take(fresh, this::connected);
    }

    private void connected(@Nullable ServiceConnection to) {
        if (over) {
            if (to != null) {
                relay.connections(request.service()).giveBack(to);
            }
            return;
        }
        if (to == null) {
            finish(() -> client.refuse(GatewayProblem.SERVICE_UNAVAILABLE.because("Try again in a moment")));
            return;
        }
        connection = to;
        reused = to.use(this);
        to.send(new DefaultHttpRequest(HttpVersion.HTTP_1_1, request.method(), request.target(), headers()));
        if (requestEnded) {
            restart(relay.config().replyTimeout());
        }
        for (HttpContent part = early.poll(); part != null; part = early.poll()) {
            send(part);
        }
        client.acceptBody(to.isWritable());
    }

    private HttpHeaders headers() {
        HttpHeaders headers = HopHeaders.toService(request.headers())
                .set(HttpHeaderNames.HOST, relay.connections(request.service()).authority())
                .set(HttpHeaderNames.AUTHORIZATION, relay.authorization(request))
                .set("X-Request-Id", request.requestId());
        if (request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            headers.remove(HttpHeaderNames.CONTENT_LENGTH);
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        return headers;
    }

    /** The next part of the request's body, which is taken over; the last one ends the request. */
    public void body(HttpContent part) {
        if (over) {
            part.release();
            return;
        }
        requestEnded |= part instanceof LastHttpContent;
        if (connection == null) {
            early.add(part);
        } else {
            send(part);
        }
    }

    private void send(HttpContent part) {
        ServiceConnection to = connection;
        if (to == null) {
            part.release();
            return;
        }
        boolean last = part instanceof LastHttpContent;
        bodySent |= part.content().isReadable();
        if (part.content().isReadable()) {
            to.send(new DefaultHttpContent(part.content()));
        } else {
            part.release();
        }
        if (last) {
            to.send(LastHttpContent.EMPTY_LAST_CONTENT);
            restart(relay.config().replyTimeout());
        }
    }

    /** The client takes more of the reply, or no more for now. */
    public void clientWritable(boolean more) {
        if (connection != null && !over) {
            connection.read(more);
            if (!more) {
                stopTimer();
            } else if (replyBegun) {
                restart(relay.config().idleTimeout());
            }
        }
    }

    /** The client has left; the service notices by its connection. */
    public void clientGone() {
        finish(() -> {});
    }

    /** A service that takes no more of the body may be stuck, which is no reason to wait for ever. */
    void serviceWritable(boolean more) {
        client.acceptBody(more);
        if (!requestEnded && !replyBegun && !over) {
            if (more) {
                stopTimer();
            } else {
                restart(relay.config().replyTimeout());
            }
        }
    }

    void replyHead(HttpResponse head) {
        if (over || head.status().code() < 200) {
            return;
        }
        if (!head.decoderResult().isSuccess()) {
            finish(() -> client.refuse(broken()));
            return;
        }
        replyBegun = true;
        reusable = HttpUtil.isKeepAlive(head);
        restart(relay.config().idleTimeout());
        if (head.status().code() >= 400) {
            error = new ErrorReply(head.status().code(), head.headers());
        } else {
            client.head(head.status(), HopHeaders.toClient(head.headers()));
        }
    }

    /** Takes over the buffer. */
    void replyPart(ByteBuf part, boolean last) {
        if (over || !replyBegun) {
            part.release();
            return;
        }
        if (error != null) {
            error.add(part);
        } else if (part.isReadable()) {
            client.content(part);
        } else {
            part.release();
        }
        if (last) {
            replyEnded();
        } else if (error == null && !client.isWritable()) {
            clientWritable(false);
        } else {
            restart(relay.config().idleTimeout());
        }
    }

    private void replyEnded() {
        ServiceConnection done = connection;
        if (reusable && requestEnded && early.isEmpty() && done != null) {
            connection = null;
            done.leave();
            relay.connections(request.service()).giveBack(done);
        }
        ErrorReply failed = error;
        finish(failed == null ? client::end : () -> client.refuse(failed.refusal()));
    }

    void connectionLost() {
        if (over) {
            return;
        }
        connection = null;
        if (reused && !replyBegun && !bodySent && requestEnded && isSafeToRepeat()) {
            stopTimer();
            early.add(LastHttpContent.EMPTY_LAST_CONTENT);
            connect(true);
        } else if (replyBegun && error == null) {
            finish(client::abort);
        } else {
            finish(() -> client.refuse(GatewayProblem.SERVICE_UNAVAILABLE.because("Try again in a moment")));
        }
    }

    private boolean isSafeToRepeat() {
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.DELETE);
    }

    private void late() {
        LOG.atWarn()
                .addKeyValue("requestId", request.requestId())
                .addKeyValue("service", request.service().serviceName())
                .log("a service takes too long");
        finish(
                replyBegun && error == null
                        ? client::abort
                        : () -> client.refuse(GatewayProblem.TIMEOUT.because("The request took too long")));
    }

    private static Refusal broken() {
        return GatewayProblem.BAD_GATEWAY.because("A part behind the edge failed");
    }

    private void finish(Runnable lastWord) {
        if (over) {
            return;
        }
        over = true;
        stopTimer();
        early.forEach(HttpContent::release);
        early.clear();
        if (connection != null) {
            connection.leave();
            connection.close();
            connection = null;
        }
        client.acceptBody(true);
        lastWord.run();
    }

    private void restart(Duration timeout) {
        stopTimer();
        timer = relay.loop().schedule(this::late, timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
