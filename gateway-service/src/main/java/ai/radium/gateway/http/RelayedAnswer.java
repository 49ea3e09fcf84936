package ai.radium.gateway.http;

import ai.radium.gateway.body.HeldBody;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.relay.ClientReply;
import ai.radium.gateway.relay.Relay;
import ai.radium.gateway.relay.RelayedExchange;
import ai.radium.gateway.relay.RelayedRequest;
import ai.radium.gateway.reply.Reply;
import ai.radium.gateway.reply.ReplyInParts;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A service's reply on its way to the client; where files are taken, also the rest of the request on its way there. */
final class RelayedAnswer implements Answering, ClientReply {
    static final long WHOLE = -1;

    private final Relay relay;
    private final RelayedRequest request;
    private final Reply reply;
    private final ReplyInParts toClient;
    private final long most;
    private @Nullable HeldBody held;
    private @Nullable RelayedExchange exchange;
    private long sent;
    private boolean bodyEnded;

    /**
     * @param body of the request, or its beginning; released here
     * @param most bytes that a body may have which goes on as it comes; {@link #WHOLE} = the body is whole
     */
    RelayedAnswer(Relay relay, RelayedRequest request, Reply reply, HeldBody body, long most) {
        this.most = most;
        bodyEnded = most == WHOLE;
        this.relay = relay;
        this.request = request;
        this.reply = reply;
        toClient = new ReplyInParts(reply);
        this.held = body;
    }

    @Override
    public void begin() {
        HeldBody body = Objects.requireNonNull(held);
        RelayedExchange begun = relay.begin(request, this);
        exchange = begun;
        reply.onGone(begun::clientGone);
        reply.onStop(begun::breakOff);
        ByteBuf first = body.bytes().retainedDuplicate();
        sent = first.readableBytes();
        begun.body(bodyEnded ? new DefaultLastHttpContent(first) : new DefaultHttpContent(first));
    }

    @Override
    public void body(HttpContent part) {
        if (exchange == null || bodyEnded) {
            part.release();
            return;
        }
        sent += part.content().readableBytes();
        bodyEnded = part instanceof LastHttpContent;
        if (sent > most) {
            part.release();
            exchange.breakOff(GatewayProblem.PAYLOAD_TOO_LARGE.because("The body is larger than " + most + " bytes"));
        } else {
            exchange.body(part);
        }
    }

    @Override
    public void clientWritable(boolean more) {
        if (exchange != null && !reply.isEnded()) {
            exchange.clientWritable(more);
        }
    }

    @Override
    public void release() {
        if (held != null) {
            held.release();
            held = null;
        }
        if (exchange != null) {
            exchange.clientGone(); // unless it is over
        }
    }

    @Override
    public void head(HttpResponseStatus status, HttpHeaders headers, long length) {
        closeIfHalf();
        toClient.head(status, headers, length);
    }

    @Override
    public void content(ByteBuf part) {
        toClient.part(part);
    }

    @Override
    public void end() {
        toClient.end();
    }

    @Override
    public void refuse(Refusal why) {
        closeIfHalf();
        reply.refuse(why);
    }

    @Override
    public void abort() {
        reply.channel().close();
    }

    @Override
    public boolean isWritable() {
        return reply.channel().isWritable();
    }

    @Override
    public void acceptBody(boolean more) {
        if (!bodyEnded) {
            reply.channel().config().setAutoRead(more);
        }
    }

    /** What still comes of the body cannot be told from the next request. */
    private void closeIfHalf() {
        if (!bodyEnded) {
            reply.lingerAfter();
        }
    }
}
