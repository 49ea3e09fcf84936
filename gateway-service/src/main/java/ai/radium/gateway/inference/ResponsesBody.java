package ai.radium.gateway.inference;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** Reads bodies of responses. Used again for each request of one event loop. */
final class ResponsesBody {
    private static final int ECHO_BYTES = 1024;

    private final LoopBytes room = new LoopBytes();

    /**
     * @param pathModel what the path names, which the body then need not; null when it names none
     * @throws RefusedBody when the body is not taken
     */
    ResponsesRequest read(ByteBuf body, @Nullable String pathModel, ByteBufAllocator allocator) {
        byte[] bytes = room.copy(body);
        KnownMembers members = ResponsesReading.members(bytes);
        try {
            new JsonScanner(bytes, body.readableBytes()).document(0, members);
        } catch (JsonFailure broken) {
            throw RefusedBody.of(broken);
        }
        ByteBuf chat = allocator.buffer(body.readableBytes() + ECHO_BYTES);
        ByteBuf echo = allocator.buffer(ECHO_BYTES);
        boolean taken = false;
        try {
            ResponsesRequest request = new ResponsesReading(bytes, members, chat, echo).request(pathModel);
            taken = true;
            return request;
        } finally {
            echo.release();
            if (!taken) {
                chat.release();
            }
        }
    }
}
