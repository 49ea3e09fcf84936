package ai.radium.gateway.http;

import ai.radium.gateway.identity.Permission;
import ai.radium.gateway.identity.Principal;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.relay.ClientReply;
import ai.radium.gateway.relay.Relay;
import ai.radium.gateway.relay.RelayTable;
import ai.radium.gateway.relay.RelayedExchange;
import ai.radium.gateway.relay.RelayedRequest;
import ai.radium.gateway.reply.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Passes a management request to its service, and the reply back. */
final class RelayWork implements Work, ClientReply {
    private final Relay relay;
    private final RelayTable.Match.Relayed match;
    private final HttpRequest request;
    private final Reply reply;
    private final ArrayDeque<HttpContent> early = new ArrayDeque<>();
    private @Nullable RelayedExchange exchange;
    private boolean bodyEnded;

    RelayWork(Relay relay, RelayTable.Match.Relayed match, HttpRequest request, Reply reply) {
        this.relay = relay;
        this.match = match;
        this.request = request;
        this.reply = reply;
    }

    @Override
    public @Nullable Refusal refusal(HttpRequest head) {
        acceptBody(false);
        return null;
    }

    @Override
    public Permission permission() {
        return match.permission();
    }

    @Override
    public void admitted(Principal caller) {
        RelayedExchange begun = relay.begin(
                new RelayedRequest(
                        match.service(),
                        request.method(),
                        match.target(),
                        request.headers(),
                        caller.caller(),
                        reply.requestId()),
                this);
        exchange = begun;
        reply.onGone(begun::clientGone);
        for (HttpContent part = early.poll(); part != null; part = early.poll()) {
            begun.body(part);
        }
    }

    @Override
    public @Nullable Refusal body(HttpContent part, boolean last) {
        bodyEnded |= last;
        if (exchange == null) {
            early.add(part);
        } else {
            exchange.body(part);
        }
        return null;
    }

    @Override
    public void clientWritable(boolean more) {
        if (exchange != null && !reply.isEnded()) {
            exchange.clientWritable(more);
        }
    }

    @Override
    public void release() {
        early.forEach(HttpContent::release);
        early.clear();
        acceptBody(true);
    }

    @Override
    public void head(HttpResponseStatus status, HttpHeaders headers) {
        if (!bodyEnded) {
            reply.closeAfter();
        }
        reply.relayHead(status, headers);
    }

    @Override
    public void content(ByteBuf part) {
        reply.relayPart(part);
    }

    @Override
    public void end() {
        reply.relayEnd();
    }

    @Override
    public void refuse(Refusal why) {
        if (!bodyEnded) {
            reply.lingerAfter();
        }
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
        reply.channel().config().setAutoRead(more);
    }
}
