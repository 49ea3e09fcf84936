package ai.radium.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A client that says no more. It may wait for its reply or be gone: TCP tells these apart only when something is written,
 * which one that is gone answers with a reset. Where nothing else is to be written yet, it is an interim response, which every
 * HTTP/1.1 client reads over (RFC 9110, section 15.2).
 */
final class SaidAll {
    /** Short replies come without it; whoever is gone is known to be within a second. */
    private static final Duration BEFORE_PROBE = Duration.ofMillis(250);

    private static final byte[] PROBE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** TCP_CLOSE of linux/tcp_states.h: where a reset leads to. */
    private static final int CLOSED = 7;

    private final Channel channel;
    private final long sinceNanos;
    private boolean probed;

    SaidAll(Channel channel, long now) {
        this.channel = channel;
        this.sinceNanos = now;
    }

    /** @param begun whether the reply has begun, so that what it writes serves as well */
    void look(long now, boolean begun) {
        if (isReset()) {
            channel.close();
        } else if (!begun && !probed && now - sinceNanos >= BEFORE_PROBE.toNanos()) {
            probed = true;
            ByteBuf probe = channel.alloc().buffer(PROBE.length).writeBytes(PROBE);
            channel.writeAndFlush(probe, channel.voidPromise());
        }
    }

    /** Without epoll only the next write tells. */
    boolean isReset() {
        return channel instanceof EpollSocketChannel socket
                && socket.isOpen()
                && socket.tcpInfo().state() == CLOSED;
    }
}
