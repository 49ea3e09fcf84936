package ai.radium.gateway.http;

import io.netty.buffer.ByteBufHolder;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What a client sends of its next requests before the reply to the last one is given. */
final class EarlyMessages {
    /** What one read brings. */
    private static final int MOST_BYTES = 16 * 1024;

    /** A head takes about this much memory. */
    private static final int HEAD_BYTES = 1024;

    private final ArrayDeque<Object> messages = new ArrayDeque<>();
    private int bytes;

    /** Takes it over. */
    void add(Object message) {
        messages.add(message);
        bytes += message instanceof ByteBufHolder part ? part.content().readableBytes() : HEAD_BYTES;
    }

    /** Whether no more should be read of this client; until all of it is taken. */
    boolean isFull() {
        return bytes > MOST_BYTES;
    }

    /** The first one, which is given away; null when all are taken. */
    @Nullable
    Object next() {
        Object message = messages.poll();
        if (message == null) {
            bytes = 0;
        }
        return message;
    }

    /** The client is gone. */
    void release() {
        messages.forEach(ReferenceCountUtil::release);
        messages.clear();
    }
}
