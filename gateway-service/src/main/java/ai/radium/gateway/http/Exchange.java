package ai.radium.gateway.http;

import ai.radium.gateway.identity.Authentication;
import ai.radium.gateway.identity.Principal;
import ai.radium.gateway.limits.Decision;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One request and its reply: who calls, may they, is there room in their limits, then the work. Its body comes in parts
 * at any of these steps and is kept, passed on or dropped by the {@link Work} that it is for.
 */
final class Exchange {
    /** A refused request's body up to this size is read to its end, so that the connection can go on. */
    private static final long READ_TO_END = 64 * 1024;

    private final LoopEdge edge;
    private final HttpRequest request;
    private final Reply reply;
    private final Work work;
    private @Nullable Principal caller;
    private @Nullable Refusal refusal;
    private boolean admitted;
    private boolean bodyEnded;

    Exchange(LoopEdge edge, HttpRequest request, Reply reply, Work work) {
        this.edge = edge;
        this.request = request;
        this.reply = reply;
        this.work = work;
    }

    void begin(Channel channel) {
        Refusal early = work.refusal(request);
        if (early != null) {
            refuse(early);
            return;
        }
        edge.authenticator()
                .authenticate(
                        request.headers(),
                        (InetSocketAddress) channel.remoteAddress(),
                        edge.loop(),
                        this::authenticated);
    }

    /** The next part of the body; taken over. */
    void body(HttpContent part, boolean last) {
        bodyEnded |= last;
        if (refusal != null) {
            part.release();
            if (last) {
                send(refusal);
            }
            return;
        }
        if (reply.isEnded()) {
            part.release();
            return;
        }
        Refusal late = work.body(part, last);
        if (late != null) {
            refuse(late);
        }
    }

    boolean isBodyEnded() {
        return bodyEnded;
    }

    boolean isOver() {
        return bodyEnded && reply.isEnded();
    }

    Reply reply() {
        return reply;
    }

    Work work() {
        return work;
    }

    /** The reply is complete or its client gone. */
    void ended() {
        work.release();
        if (admitted && caller != null) {
            admitted = false;
            edge.limits().release(caller.quota());
        }
    }

    private void authenticated(Authentication authentication) {
        if (reply.isEnded()) {
            return;
        }
        switch (authentication) {
            case Authentication.Unknown unknown -> refuse(unknown.refusal());
            case Authentication.Known known -> {
                Principal principal = known.principal();
                caller = principal;
                Refusal forbidden = work.permission().refusal(principal).orElse(null);
                if (forbidden == null) {
                    edge.limits().acquire(principal.quota(), decision -> limited(principal, decision));
                } else {
                    reply.allowance(edge.limits().allowance(principal.quota()));
                    refuse(forbidden);
                }
            }
        }
    }

    private void limited(Principal principal, Decision decision) {
        reply.allowance(decision.allowance());
        switch (decision) {
            case Decision.Admitted ignored -> {
                admitted = true;
                if (reply.isEnded()) {
                    ended();
                } else {
                    work.admitted(principal);
                }
            }
            case Decision.WindowUsedUp used ->
                refuse(GatewayProblem.RATE_LIMIT_EXCEEDED
                        .because("Rate limit exceeded: " + used.allowance().limit() + " requests per "
                                + used.allowance().windowSeconds() + " s")
                        .retryAfter(used.retryAfterSeconds()));
            case Decision.TooManyAtOnce many ->
                refuse(GatewayProblem.CONCURRENCY_LIMIT_EXCEEDED
                        .because("Concurrency limit exceeded: " + many.most() + " requests at once")
                        .retryAfter(1));
        }
    }

    private void refuse(Refusal why) {
        work.release();
        if (bodyEnded || !hasShortBody()) {
            send(why);
        } else {
            refusal = why;
        }
    }

    private boolean hasShortBody() {
        String length = request.headers().get("Content-Length");
        return length != null && length.length() < 6 && Long.parseLong(length) <= READ_TO_END;
    }

    private void send(Refusal why) {
        refusal = null;
        if (!bodyEnded) {
            reply.lingerAfter();
        }
        reply.refuse(why);
    }
}
