package ai.radium.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequestDecoder;

/** The request decoder, which also tells how much has come: of half a head nothing else is seen. */
final class CountingDecoder extends HttpRequestDecoder {
    private static final int MAX_LINE = 16 * 1024;
    private static final int MAX_HEADERS = 64 * 1024;
    private static final int MAX_PART = 64 * 1024;

    private long received;

    CountingDecoder() {
        super(MAX_LINE, MAX_HEADERS, MAX_PART);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof ByteBuf bytes) {
            received += bytes.readableBytes();
        }
        super.channelRead(context, message);
    }

    /** Bytes of this connection so far. */
    long received() {
        return received;
    }
}
