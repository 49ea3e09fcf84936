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
import io.netty.handler.codec.http.HttpResponseStatus;
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
    private boolean entered;
    private boolean reused;
    private boolean bodySent;
    private boolean requestEnded;
    private boolean replyBegun;
    private boolean reusable;
    private boolean over;
    private long repliesBy;

    RelayedExchange(Relay relay, RelayedRequest request, ClientReply client) {
        this.relay = relay;
        this.request = request;
        this.client = client;
    }

    /** Takes its place among the requests of its account, and a connection. */
    void begin() {
        if (relay.health(request.service()).isHung()) {
            relay.stats().hung();
            refuse(unavailable());
        } else if (connections().enter(request.caller().account())) {
            entered = true;
            connect(false);
        } else {
            relay.stats().refusedShare();
            refuse(GatewayProblem.CONCURRENCY_LIMIT_EXCEEDED
                    .because("Too many requests of this account wait for one service")
                    .retryAfter(1));
        }
    }

    private ServiceConnections connections() {
        return relay.connections(request.service());
    }

    void connect(boolean fresh) {
        client.acceptBody(false);
        connections().take(fresh, this::connected);
    }

    private void connected(@Nullable ServiceConnection to) {
        if (over) {
            if (to != null) {
                connections().giveBack(to);
            }
            return;
        }
        if (to == null) {
            refuse(unavailable());
            return;
        }
        connection = to;
        reused = to.use(this);
        to.send(new DefaultHttpRequest(HttpVersion.HTTP_1_1, request.method(), request.target(), headers()));
        if (requestEnded) {
            awaitReply();
        }
        for (HttpContent part = early.poll(); part != null; part = early.poll()) {
            send(part);
        }
        client.acceptBody(to.isWritable());
    }

    private HttpHeaders headers() {
        HttpHeaders headers = HopHeaders.toService(request.headers())
                .set(HttpHeaderNames.HOST, connections().authority())
                .set(HttpHeaderNames.AUTHORIZATION, relay.authorization(request))
                .set("X-Request-Id", request.requestId());
        if (mayHaveBody() && !headers.contains(HttpHeaderNames.CONTENT_TYPE)) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
        }
        if (request.bodyBytes() == RelayedRequest.CHUNKED) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        } else if (request.bodyBytes() > 0 || mayHaveBody()) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, request.bodyBytes());
        }
        return headers;
    }

    private boolean mayHaveBody() {
        return !request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.DELETE);
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
            awaitReply();
        }
    }

    /** Ends it before its time: in a refusal where the client has nothing of a reply yet, else the reply just stops. */
    private void breakOff(Refusal why) {
        if (replyBegun && error == null) {
            finish(client::abort);
        } else {
            refuse(why);
        }
    }

    /** The gateway ends it before its time. */
    public void stop(Refusal why) {
        breakOff(why);
    }

    private void awaitReply() {
        repliesBy = System.nanoTime() + relay.config().replyTimeout().toNanos();
        doubtLater();
    }

    private void doubtLater() {
        restart(relay.config().doubtAfter(), this::replyIsSlow);
    }

    private void replyIsSlow() {
        if (System.nanoTime() - repliesBy >= 0) {
            late();
        } else {
            relay.health(request.service()).doubt(this);
            doubtLater();
        }
    }

    /** The service answers nobody. */
    void serviceHangs() {
        if (!over && !replyBegun) {
            relay.stats().hung();
            refuse(unavailable());
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
            refuse(broken());
            return;
        }
        replyBegun = true;
        long length = HttpUtil.isTransferEncodingChunked(head) ? -1 : HttpUtil.getContentLength(head, -1L);
        boolean framed = length >= 0 || HttpUtil.isTransferEncodingChunked(head) || isBodiless(head.status());
        reusable = framed && HttpUtil.isKeepAlive(head);
        restart(relay.config().idleTimeout());
        if (head.status().code() >= 400) {
            error = new ErrorReply(head.status().code(), head.headers());
        } else {
            client.head(head.status(), HopHeaders.toClient(head.headers()), length);
        }
    }

    private static boolean isBodiless(HttpResponseStatus status) {
        return status.equals(HttpResponseStatus.NO_CONTENT) || status.equals(HttpResponseStatus.NOT_MODIFIED);
    }

    /** What comes from the service is no HTTP: the rest of it means nothing. */
    void replyBroke() {
        breakOff(broken());
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
            connections().giveBack(done);
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
        } else {
            breakOff(unavailable());
        }
    }

    private boolean isSafeToRepeat() {
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.DELETE);
    }

    private void late() {
        relay.stats().timedOut();
        LOG.atWarn()
                .addKeyValue("requestId", request.requestId())
                .addKeyValue("service", request.service().serviceName())
                .log("a service takes too long");
        breakOff(GatewayProblem.TIMEOUT.because("The request took too long"));
    }

    private static Refusal unavailable() {
        return GatewayProblem.SERVICE_UNAVAILABLE.because("Try again in a moment");
    }

    private static Refusal broken() {
        return GatewayProblem.BAD_GATEWAY.because("A part behind the edge failed");
    }

    private void refuse(Refusal why) {
        finish(() -> client.refuse(why));
    }

    private void finish(Runnable lastWord) {
        if (over) {
            return;
        }
        over = true;
        stopTimer();
        relay.health(request.service()).forget(this);
        if (entered) {
            connections().leave(request.caller().account());
        }
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
        restart(timeout, this::late);
    }

    private void restart(Duration timeout, Runnable then) {
        stopTimer();
        timer = relay.loop().schedule(then, timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
