package ai.radium.gateway.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** A connection to a service: what arrives on it is told to whoever uses it. */
final class ServiceConnection extends ChannelInboundHandlerAdapter {
    private final Channel channel;
    private @Nullable ServiceReply user;
    private long uses;

    ServiceConnection(Channel channel) {
        this.channel = channel;
    }

    /** @return whether it was used before */
    boolean use(ServiceReply by) {
        user = by;
        channel.config().setAutoRead(true);
        return uses++ > 0;
    }

    /** Reads on, so that a service which closes it meanwhile is noticed. */
    void leave() {
        user = null;
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
        ServiceReply mine = user;
        if (mine == null) {
            ReferenceCountUtil.release(message);
            context.close();
            return;
        }
        if (message instanceof HttpResponse head) {
            mine.head(head);
        }
        if (message instanceof HttpContent part && part.decoderResult().isFailure()) {
            part.release();
            mine.broke();
        } else if (message instanceof HttpContent part) {
            mine.part(part.content(), part instanceof LastHttpContent);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (user != null) {
            user.writable(channel.isWritable());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (user != null) {
            user.lost();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Whatever broke on the wire ends the connection, and channelInactive what used it.
        context.close();
    }
}
