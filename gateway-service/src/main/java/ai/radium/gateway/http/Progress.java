package ai.radium.gateway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/** Whether a client still takes what waits for it. */
final class Progress {
    private long waiting;
    private long partWritten;
    private long sinceNanos;

    /** @return nanoseconds since the client last took a byte; 0 when nothing waits */
    long stalledNanos(Channel channel, long now) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        if (buffer == null || buffer.totalPendingWriteBytes() == 0) {
            waiting = 0;
            return 0;
        }
        long bytes = buffer.totalPendingWriteBytes();
        long written = buffer.currentProgress();
        if (waiting == 0 || bytes < waiting || written != partWritten) {
            sinceNanos = now;
        }
        waiting = bytes;
        partWritten = written;
        return now - sinceNanos;
    }
}
