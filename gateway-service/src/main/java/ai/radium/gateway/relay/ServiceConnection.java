package ai.radium.gateway.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** A connection to a service: what arrives on it belongs to the exchange that uses it. */
final class ServiceConnection extends ChannelInboundHandlerAdapter {
    private final Channel channel;
    private @Nullable RelayedExchange exchange;
    private long uses;

    ServiceConnection(Channel channel) {
        this.channel = channel;
    }

    /** @return whether an earlier exchange used it */
    boolean use(RelayedExchange by) {
        exchange = by;
        channel.config().setAutoRead(true);
        return uses++ > 0;
    }

    /** Reads on, so that a service which closes it meanwhile is noticed. */
    void leave() {
        exchange = null;
        channel.config().setAutoRead(true);
    }

    long uses() {
        return uses;
    }

    boolean isOpen() {
        return channel.isActive();
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    void send(Object part) {
        channel.writeAndFlush(part);
    }

    void read(boolean more) {
        channel.config().setAutoRead(more);
    }

    void close() {
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        RelayedExchange mine = exchange;
        if (mine == null) {
            ReferenceCountUtil.release(message);
            context.close();
            return;
        }
        if (message instanceof HttpResponse head) {
            mine.replyHead(head);
        }
        if (message instanceof HttpContent part && part.decoderResult().isFailure()) {
            part.release();
            mine.replyBroke();
        } else if (message instanceof HttpContent part) {
            mine.replyPart(part.content(), part instanceof LastHttpContent);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.serviceWritable(channel.isWritable());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.connectionLost();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Whatever broke on the wire ends the connection, and channelInactive the exchange.
        context.close();
    }
}
