package ai.radium.gateway.inference;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Reads bodies that become a chat, whose parts are in bytes of their own. Used again for each request of one event loop. */
final class TranslatedBody {
    /** Beside what is copied: the names that a chat has and the body had not. */
    private static final int MORE_BYTES = 1024;

    private final LoopBytes room = new LoopBytes();

    interface Reading<R extends TranslatedRequest> {
        /** @param chat where the parts of the chat are written to */
        R read(byte[] bytes, KnownMembers members, ByteBuf chat);
    }

    /**
     * @param names of the body's members
     * @throws RefusedBody when the body is not taken
     */
    <R extends TranslatedRequest> R read(
            ByteBuf body, MemberNames names, ByteBufAllocator allocator, Reading<R> reading) {
        byte[] bytes = room.copy(body);
        KnownMembers members = new KnownMembers(bytes, names);
        try {
            new JsonScanner(bytes, body.readableBytes()).document(0, members);
        } catch (JsonFailure broken) {
            throw RefusedBody.of(broken);
        }
        ByteBuf chat = allocator.buffer(body.readableBytes() + MORE_BYTES);
        boolean taken = false;
        try {
            R request = reading.read(bytes, members, chat);
            taken = true;
            return request;
        } finally {
            if (!taken) {
                chat.release();
            }
        }
    }
}
