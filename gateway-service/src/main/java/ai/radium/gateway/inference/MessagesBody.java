package ai.radium.gateway.inference;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** Reads bodies of messages. Used again for each request of one event loop. */
final class MessagesBody {
    private final TranslatedBody translated = new TranslatedBody();

    /**
     * @param pathModel what the path names, which the body then need not; null when it names none
     * @throws RefusedBody when the body is not taken
     */
    MessagesRequest read(ByteBuf body, @Nullable String pathModel, ByteBufAllocator allocator) {
        return translated.read(
                body,
                MessagesReading.REQUEST,
                allocator,
                (bytes, members, chat) -> new MessagesReading(bytes, members, chat).request(pathModel));
    }

    /** The same of the question how many tokens the message has. */
    MessagesRequest readCount(ByteBuf body, @Nullable String pathModel, ByteBufAllocator allocator) {
        return translated.read(
                body,
                MessagesReading.REQUEST,
                allocator,
                (bytes, members, chat) -> new MessagesReading(bytes, members, chat).count(pathModel));
    }
}
