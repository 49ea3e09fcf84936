package ai.radium.gateway.http;

import ai.radium.gateway.identity.Authentication;
import ai.radium.gateway.identity.Principal;
import ai.radium.gateway.limits.Decision;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One request and its reply: who calls, may they, then the whole body, then a permit of their limits, then the work. A
 * refusal waits for none of these: the rest of a body that it leaves is read and dropped.
 */
final class Exchange {
    /** The rest of a refused request is read to its end up to this size, so that the connection can go on. */
    private static final long READ_TO_END = 64 * 1024;

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final LoopEdge edge;
    private final HttpRequest request;
    private final Reply reply;
    private final Work work;
    private @Nullable Principal caller;
    private boolean refused;
    private boolean asked;
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
        if (caller == null && !refused) {
            channel.config().setAutoRead(false); // nobody's body is not read
        }
    }

    private void authenticated(Authentication authentication) {
        reply.channel().config().setAutoRead(true);
        if (reply.isEnded()) {
            return;
        }
        switch (authentication) {
            case Authentication.Unknown unknown -> refuse(unknown.refusal());
            case Authentication.Known known -> known(known.principal());
        }
    }

    private void known(Principal principal) {
        caller = principal;
        Refusal forbidden = work.permission().refusal(principal).orElse(null);
        if (forbidden != null) {
            reply.allowance(edge.limits().allowance(principal.quota()));
            refuse(forbidden);
            return;
        }
        Refusal noRoom = work.callerIs(principal);
        if (noRoom != null) {
            refuse(noRoom);
            return;
        }
        if (!bodyEnded && HttpUtil.is100ContinueExpected(request)) {
            Channel channel = reply.channel();
            channel.writeAndFlush(channel.alloc().buffer(CONTINUE.length).writeBytes(CONTINUE), channel.voidPromise());
        }
        goOn();
    }

    /** The next part of the body; taken over. */
    void body(HttpContent part) {
        if (part.decoderResult().isFailure()) {
            part.release();
            bodyBroke();
            return;
        }
        boolean last = part instanceof LastHttpContent;
        ByteBuf content = part.content();
        bodyEnded |= last;
        if (refused || reply.isEnded()) {
            content.release();
            return;
        }
        Refusal late = work.body(content, last);
        if (late != null) {
            refuse(late);
        } else if (last) {
            goOn();
        }
    }

    /** Behind a broken part nothing can be told apart, so the connection ends here. */
    private void bodyBroke() {
        bodyEnded = true;
        reply.closeAfter();
        if (refused || reply.isEnded()) {
            reply.channel().close();
        } else {
            refuse(GatewayProblem.INVALID_REQUEST.because("The body is not valid HTTP: a chunk is malformed"));
        }
    }

    /** The client is too slow with its body. */
    void bodyIsLate() {
        if (refused || reply.isEnded()) {
            reply.channel().close();
        } else {
            reply.lingerAfter();
            refuse(GatewayProblem.REQUEST_TIMEOUT.because("The rest of the request did not arrive in time"));
        }
    }

    private void goOn() {
        Principal principal = caller;
        if (bodyEnded && principal != null && !asked) {
            asked = true;
            edge.limits().acquire(principal.quota(), decision -> limited(principal, decision));
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
        refused = true;
        work.release();
        if (!bodyEnded && !isRestShort()) {
            reply.lingerAfter();
        }
        reply.refuse(why);
    }

    /** A client that waits for 100 may send its body all the same, or the next request: only closing tells them apart. */
    private boolean isRestShort() {
        long length = HttpUtil.getContentLength(request, -1L);
        return length >= 0 && length <= READ_TO_END && !HttpUtil.is100ContinueExpected(request);
    }

    /** The reply is complete or its client gone. */
    void ended() {
        work.release();
        if (admitted && caller != null) {
            admitted = false;
            edge.limits().release(caller.quota());
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
}
