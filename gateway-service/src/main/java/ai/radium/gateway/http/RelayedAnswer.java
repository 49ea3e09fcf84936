package ai.radium.gateway.http;

import ai.radium.gateway.body.HeldBody;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.relay.ClientReply;
import ai.radium.gateway.relay.Relay;
import ai.radium.gateway.relay.RelayedExchange;
import ai.radium.gateway.relay.RelayedRequest;
import ai.radium.gateway.reply.Reply;
import ai.radium.gateway.reply.ReplyInParts;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A service's reply on its way to the client. */
final class RelayedAnswer implements Answering, ClientReply {
    private final Relay relay;
    private final RelayedRequest request;
    private final Reply reply;
    private final ReplyInParts toClient;
    private @Nullable HeldBody held;
    private @Nullable RelayedExchange exchange;

    /** @param body of the request; released here */
    RelayedAnswer(Relay relay, RelayedRequest request, Reply reply, HeldBody body) {
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
        begun.body(new DefaultLastHttpContent(body.bytes().retainedDuplicate()));
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
    }

    @Override
    public void head(HttpResponseStatus status, HttpHeaders headers, long length) {
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
        // it is whole already
    }
}
