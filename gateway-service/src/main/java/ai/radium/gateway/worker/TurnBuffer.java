package ai.radium.gateway.worker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * What one turn of the event loop has to send on a connection: it leaves in one write, by a task queued on the loop, when
 * the turn's other tasks have added to it. Before the connection is open it waits here.
 */
final class TurnBuffer {
    private static final int BYTES = 4096;

    private @Nullable Channel channel;
    private @Nullable ByteBuf bytes;
    private boolean flushQueued;

    /** The connection is there: what was written meanwhile leaves. */
    void open(Channel opened) {
        channel = opened;
        queueFlush(opened);
    }

    /** Where the next frames are written to. */
    ByteBuf bytes() {
        ByteBuf buffer = bytes;
        if (buffer == null) {
            buffer = channel == null
                    ? PooledByteBufAllocator.DEFAULT.directBuffer(BYTES)
                    : channel.alloc().directBuffer(BYTES);
            bytes = buffer;
        }
        if (channel != null) {
            queueFlush(channel);
        }
        return buffer;
    }

    private void queueFlush(Channel to) {
        if (!flushQueued) {
            flushQueued = true;
            to.eventLoop().execute(this::flush);
        }
    }

    private void flush() {
        flushQueued = false;
        ByteBuf ready = bytes;
        bytes = null;
        if (ready != null && channel != null) {
            channel.writeAndFlush(ready, channel.voidPromise());
        }
    }

    /** Nothing leaves any more. */
    void release() {
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
    }
}
