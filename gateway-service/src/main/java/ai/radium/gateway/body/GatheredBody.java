package ai.radium.gateway.body;

import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** The body of one request as it arrives. Used on the client's loop only. */
public final class GatheredBody {
    /** Of whom it is before the caller is known: at most what one read brings. */
    private static final String NOBODY = "";

    private static final int LEAST_BYTES = 4 * 1024;
    private static final int RETRY_SECONDS = 1;

    private final BodyMemory memory;
    private final ByteBufAllocator allocator;
    private final long most;
    private String account = NOBODY;
    private int reserved;
    private @Nullable ByteBuf bytes;

    /** @param most bytes; a longer one is refused */
    public GatheredBody(BodyMemory memory, ByteBufAllocator allocator, long most) {
        this.memory = memory;
        this.allocator = allocator;
        this.most = most;
    }

    /** The caller is known: its account answers for the memory from now on. */
    public @Nullable Refusal belongsTo(String caller) {
        if (reserved > 0) {
            memory.free(account, reserved);
            int moved = reserved;
            reserved = 0;
            account = caller;
            return reserve(moved);
        }
        account = caller;
        return null;
    }

    /** Takes over the part; gives why the body is refused, or null. */
    public @Nullable Refusal add(ByteBuf part, boolean last) {
        ByteBuf gathered = bytes;
        if (gathered == null && last) {
            bytes = part; // came in one read: no copy, and it goes as fast as it came
            return part.readableBytes() > most ? tooLarge() : null;
        }
        try {
            return part.isReadable() ? copy(gathered, part) : null;
        } finally {
            part.release();
        }
    }

    private @Nullable Refusal copy(@Nullable ByteBuf gathered, ByteBuf part) {
        int length = (gathered == null ? 0 : gathered.readableBytes()) + part.readableBytes();
        if (length > most) {
            return tooLarge();
        }
        ByteBuf room = gathered;
        if (room == null || !room.isWritable(part.readableBytes())) {
            int capacity = (int) Math.min(most, Math.max(LEAST_BYTES, Math.max(2L * reserved, length)));
            Refusal refusal = reserve(capacity - reserved);
            if (refusal != null) {
                return refusal;
            }
            room = allocator.buffer(capacity, capacity);
            if (gathered != null) {
                room.writeBytes(gathered);
                gathered.release();
            }
            bytes = room;
        }
        room.writeBytes(part);
        return null;
    }

    private @Nullable Refusal reserve(int more) {
        if (memory.reserve(account, more)) {
            reserved += more;
            return null;
        }
        return GatewayProblem.OVERLOADED
                .because("Too many large requests at once")
                .retryAfter(RETRY_SECONDS);
    }

    /** The whole body, once its last part was added. */
    public HeldBody take() {
        ByteBuf whole = bytes == null ? Unpooled.EMPTY_BUFFER : bytes;
        HeldBody held = new HeldBody(whole, memory, account, reserved);
        bytes = null;
        reserved = 0;
        return held;
    }

    /** Lets go of what was not taken. May be called more than once. */
    public void release() {
        if (bytes != null || reserved > 0) {
            take().release();
        }
    }

    private Refusal tooLarge() {
        return GatewayProblem.PAYLOAD_TOO_LARGE.because("The body is larger than " + most + " bytes");
    }

    /** Why a body of that announced length is refused, or null. */
    public @Nullable Refusal announced(long length) {
        return length > most ? tooLarge() : null;
    }
}
