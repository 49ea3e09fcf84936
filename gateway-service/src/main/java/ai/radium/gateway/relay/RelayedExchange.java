package ai.radium.gateway.relay;

import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request on its way to a service, and the reply on its way back. All calls on the loop of its {@link Relay}. */
public final class RelayedExchange {
    private static final Logger LOG = LoggerFactory.getLogger(RelayedExchange.class);

    private final ServiceReply fromService = new FromService();
    private final Runnable whenHung = this::serviceHangs;
    private final Upstream upstream;
    private final RelayedRequest request;
    private final ClientReply client;
    private RelayState state = RelayState.Plain.NEW;
    private boolean requestEnded;
    private final RelayTimer timer;
    private long repliesBy;

    RelayedExchange(Upstream upstream, RelayedRequest request, ClientReply client) {
        this.upstream = upstream;
        this.request = request;
        this.client = client;
        timer = new RelayTimer(upstream.loop());
    }

    /** Takes its place among the requests of its account, and a connection. */
    void begin() {
        if (upstream.health().isHung()) {
            upstream.stats().hung();
            refuse(ServiceRefusals.unavailable());
        } else if (upstream.connections().enter(request.caller().account())) {
            connect(false, new ArrayDeque<>());
        } else {
            upstream.stats().refusedShare();
            refuse(GatewayProblem.CONCURRENCY_LIMIT_EXCEEDED
                    .because("Too many requests of this account wait for one service")
                    .retryAfter(1));
        }
    }

    private void connect(boolean fresh, ArrayDeque<HttpContent> early) {
        state = new RelayState.Connecting(early);
        client.acceptBody(false);
        upstream.connections().take(fresh, this::connected);
    }

    private void connected(@Nullable ServiceConnection to) {
        if (!(state instanceof RelayState.Connecting connecting)) {
            if (to != null) {
                upstream.connections().giveBack(to);
            }
            return;
        }
        if (to == null) {
            refuse(ServiceRefusals.unavailable());
            return;
        }
        state = new RelayState.Asking(to, to.use(fromService), false);
        to.send(new DefaultHttpRequest(
                HttpVersion.HTTP_1_1,
                request.method(),
                request.target(),
                request.toService(upstream.connections().authority(), upstream.authorization(request.caller()))));
        connecting.early().forEach(this::send);
        client.acceptBody(to.isWritable());
    }

    /** The next part of the request's body, which is taken over; the last one ends the request. */
    public void body(HttpContent part) {
        requestEnded |= part instanceof LastHttpContent;
        if (state instanceof RelayState.Connecting connecting) {
            connecting.early().add(part);
        } else {
            send(part);
        }
    }

    private void send(HttpContent part) {
        ServiceConnection to = state.service();
        if (to == null) {
            part.release();
            return;
        }
        if (part.content().isReadable()) {
            to.send(new DefaultHttpContent(part.content()));
            if (state instanceof RelayState.Asking asking) {
                state = new RelayState.Asking(to, asking.reused(), true);
            }
        } else {
            part.release();
        }
        if (part instanceof LastHttpContent) {
            to.send(LastHttpContent.EMPTY_LAST_CONTENT);
            if (state instanceof RelayState.Asking) {
                repliesBy = upstream.time().nanos()
                        + upstream.config().replyTimeout().toNanos();
                doubtLater();
            }
        }
    }

    /** Ends it before its time: in a refusal where the client has nothing of a reply yet, else the reply just stops. */
    public void breakOff(Refusal why) {
        if (state instanceof RelayState.Replying) {
            finish(false, client::abort);
        } else {
            refuse(why);
        }
    }

    private void doubtLater() {
        timer.restart(upstream.config().doubtAfter(), this::replyIsSlow);
    }

    private void replyIsSlow() {
        if (upstream.time().nanos() - repliesBy >= 0) {
            late();
        } else {
            upstream.health().doubt(whenHung);
            doubtLater();
        }
    }

    private void serviceHangs() {
        if (state instanceof RelayState.Asking) {
            upstream.stats().hung();
            refuse(ServiceRefusals.unavailable());
        }
    }

    /** The client takes more of the reply, or no more for now. */
    public void clientWritable(boolean more) {
        if (state instanceof RelayState.Replying replying) {
            replying.service().read(more);
            if (more) {
                restartIdle();
            } else {
                timer.stop();
            }
        }
    }

    /** The client has left; the service notices by its connection. */
    public void clientGone() {
        finish(false, () -> {});
    }

    private final class FromService implements ServiceReply {
        @Override
        public void head(HttpResponse head) {
            if (!(state instanceof RelayState.Asking asking) || head.status().code() < 200) {
                return;
            }
            if (!head.decoderResult().isSuccess()) {
                refuse(ServiceRefusals.broken());
                return;
            }
            ReplyFraming framing = ReplyFraming.of(head);
            restartIdle();
            if (head.status().code() >= 400) {
                var error = new ErrorReply(head.status().code(), head.headers());
                state = new RelayState.Failing(asking.service(), framing.reusable(), error);
            } else {
                state = new RelayState.Replying(asking.service(), framing.reusable());
                client.head(head.status(), HopHeaders.toClient(head.headers()), framing.length());
            }
        }

        @Override
        public void part(ByteBuf part, boolean last) {
            switch (state) {
                case RelayState.Replying replying -> replyPart(replying, part, last);
                case RelayState.Failing failing -> errorPart(failing, part, last);
                case RelayState.Asking ignored -> part.release();
                case RelayState.Connecting ignored -> part.release();
                case RelayState.Plain ignored -> part.release();
            }
        }

        @Override
        public void broke() {
            breakOff(ServiceRefusals.broken());
        }

        @Override
        public void lost() {
            boolean again = state instanceof RelayState.Asking asking
                    && asking.reused()
                    && !asking.bodySent()
                    && requestEnded
                    && request.isSafeToRepeat();
            if (again) {
                timer.stop();
                var early = new ArrayDeque<HttpContent>();
                early.add(LastHttpContent.EMPTY_LAST_CONTENT);
                connect(true, early);
            } else {
                breakOff(ServiceRefusals.unavailable());
            }
        }

        /** A service that takes no more of the body may be stuck, which is no reason to wait for ever. */
        @Override
        public void writable(boolean more) {
            client.acceptBody(more);
            if (state instanceof RelayState.Asking && !requestEnded) {
                if (more) {
                    timer.stop();
                } else {
                    timer.restart(upstream.config().replyTimeout(), RelayedExchange.this::late);
                }
            }
        }
    }

    private void replyPart(RelayState.Replying replying, ByteBuf part, boolean last) {
        if (part.isReadable()) {
            client.content(part);
        } else {
            part.release();
        }
        if (last) {
            finish(replying.reusable(), client::end);
        } else if (client.isWritable()) {
            restartIdle();
        } else {
            clientWritable(false);
        }
    }

    private void errorPart(RelayState.Failing failing, ByteBuf part, boolean last) {
        failing.error().add(part);
        if (last) {
            finish(failing.reusable(), () -> client.refuse(failing.error().refusal()));
        } else {
            restartIdle();
        }
    }

    private void late() {
        upstream.stats().timedOut();
        LOG.atWarn()
                .addKeyValue("requestId", request.requestId())
                .addKeyValue("service", request.service().serviceName())
                .log("a service takes too long");
        breakOff(ServiceRefusals.late());
    }

    private void refuse(Refusal why) {
        finish(false, () -> client.refuse(why));
    }

    /** @param reusable whether the connection may serve another request */
    private void finish(boolean reusable, Runnable lastWord) {
        RelayState was = state;
        if (was == RelayState.Plain.OVER) {
            return;
        }
        ServiceConnection used = was.service();
        state = RelayState.Plain.OVER;
        timer.stop();
        upstream.health().forget(whenHung);
        if (was != RelayState.Plain.NEW) {
            upstream.connections().leave(request.caller().account());
        }
        if (was instanceof RelayState.Connecting connecting) {
            connecting.early().forEach(HttpContent::release);
        }
        if (used != null) {
            used.leave();
            if (reusable && requestEnded) {
                upstream.connections().giveBack(used);
            } else {
                used.close();
            }
        }
        client.acceptBody(true);
        lastWord.run();
    }

    private void restartIdle() {
        timer.restart(upstream.config().idleTimeout(), this::late);
    }
}
