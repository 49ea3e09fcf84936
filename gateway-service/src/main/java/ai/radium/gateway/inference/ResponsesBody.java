package ai.radium.gateway.inference;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** Reads bodies of responses. Used again for each request of one event loop. */
final class ResponsesBody {
    private static final int ECHO_BYTES = 1024;

    private final TranslatedBody translated = new TranslatedBody();

    /**
     * @param pathModel what the path names, which the body then need not; null when it names none
     * @throws RefusedBody when the body is not taken
     */
    ResponsesRequest read(ByteBuf body, @Nullable String pathModel, ByteBufAllocator allocator) {
        return translated.read(body, ResponsesReading.REQUEST, allocator, (bytes, members, chat) -> {
            ByteBuf echo = allocator.buffer(ECHO_BYTES);
            try {
                return new ResponsesReading(bytes, members, chat, echo).request(pathModel);
            } finally {
                echo.release();
            }
        });
    }
}
