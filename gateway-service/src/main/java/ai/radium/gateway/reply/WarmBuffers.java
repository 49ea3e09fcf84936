package ai.radium.gateway.reply;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayDeque;

/**
 * A thread's buffers for what a socket takes at once: the one written last is the next to be filled, while its memory is
 * still in the processor's cache. An allocator's own cache goes through all that it has before it comes back to that one.
 */
final class WarmBuffers {
    private static final int MOST_KEPT = 64;
    private static final int LARGEST_KEPT = 4 * 1024;

    private static final FastThreadLocal<WarmBuffers> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected WarmBuffers initialValue() {
            return new WarmBuffers();
        }

        @Override
        protected void onRemoval(WarmBuffers warm) {
            warm.free.forEach(ByteBuf::release);
        }
    };

    private final ArrayDeque<ByteBuf> free = new ArrayDeque<>(MOST_KEPT);

    static WarmBuffers ofThread() {
        return OF_THREAD.get();
    }

    /** An empty buffer that grows as it is filled. */
    ByteBuf take(int bytes) {
        ByteBuf warm = free.pollLast();
        return warm == null ? PooledByteBufAllocator.DEFAULT.directBuffer(bytes) : warm;
    }

    /** Ends one reference, and keeps the buffer if it was the last. */
    void giveBack(ByteBuf buffer) {
        if (buffer.refCnt() == 1 && buffer.capacity() <= LARGEST_KEPT && free.size() < MOST_KEPT) {
            free.addLast(buffer.clear());
        } else {
            buffer.release();
        }
    }
}
