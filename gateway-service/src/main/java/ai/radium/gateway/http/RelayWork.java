package ai.radium.gateway.http;

import ai.radium.gateway.body.GatheredBody;
import ai.radium.gateway.body.HeldBody;
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
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import org.jspecify.annotations.Nullable;

/**
 * Gathers a management request, passes it to its service, and the reply back. A body that is slow to come holds nothing
 * that others need.
 */
final class RelayWork implements Work, ClientReply {
    private final Relay relay;
    private final RelayTable.Match.Relayed match;
    private final HttpRequest request;
    private final Reply reply;
    private final GatheredBody body;
    private @Nullable HeldBody held;
    private @Nullable RelayedExchange exchange;

    RelayWork(Relay relay, RelayTable.Match.Relayed match, HttpRequest request, Reply reply, GatheredBody body) {
        this.relay = relay;
        this.match = match;
        this.request = request;
        this.reply = reply;
        this.body = body;
    }

    @Override
    public @Nullable Refusal refusal(HttpRequest head) {
        return body.announced(HttpUtil.getContentLength(head, 0L));
    }

    @Override
    public Permission permission() {
        return match.permission();
    }

    @Override
    public @Nullable Refusal callerIs(Principal caller) {
        return body.belongsTo(caller.account());
    }

    @Override
    public @Nullable Refusal body(ByteBuf part, boolean last) {
        return body.add(part, last);
    }

    @Override
    public void admitted(Principal caller) {
        HeldBody whole = body.take();
        held = whole;
        RelayedExchange begun = relay.begin(
                new RelayedRequest(
                        match.service(),
                        request.method(),
                        match.target(),
                        request.headers(),
                        whole.bytes().readableBytes(),
                        caller.caller(),
                        reply.requestId()),
                this);
        exchange = begun;
        reply.onGone(begun::clientGone);
        reply.onStop(begun::stop);
        begun.body(new DefaultLastHttpContent(whole.bytes().retainedDuplicate()));
    }

    @Override
    public void clientWritable(boolean more) {
        if (exchange != null && !reply.isEnded()) {
            exchange.clientWritable(more);
        }
    }

    @Override
    public void release() {
        body.release();
        if (held != null) {
            held.release();
            held = null;
        }
    }

    @Override
    public void head(HttpResponseStatus status, HttpHeaders headers, long length) {
        reply.relayHead(status, headers, length);
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
