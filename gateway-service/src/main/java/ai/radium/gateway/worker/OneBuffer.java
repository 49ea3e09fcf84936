package ai.radium.gateway.worker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * Has all connections of one loop read into the same buffer, whose memory so stays in the processor's cache. For handlers
 * that have released what they were given when they return.
 */
final class OneBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
    private static final int BYTES = 64 * 1024;
    private static final ByteBufAllocator FREED_WITH_THE_LOOP = new UnpooledByteBufAllocator(true, true, false);

    private final ByteBuf buffer = FREED_WITH_THE_LOOP.directBuffer(BYTES);

    @Override
    public ExtendedHandle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public ByteBuf allocate(ByteBufAllocator allocator) {
                return buffer.refCnt() == 1 ? buffer.clear().retain() : allocator.ioBuffer(BYTES);
            }

            @Override
            public int guess() {
                return BYTES;
            }
        };
    }
}
