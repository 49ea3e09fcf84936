package ai.radium.gateway.body;

import io.netty.buffer.ByteBuf;

/**
 * A whole body. Whoever has it releases it once.
 *
 * @param reserved bytes that the account gets back then
 */
public record HeldBody(ByteBuf bytes, BodyMemory memory, String account, int reserved) {
    public void release() {
        bytes.release();
        if (reserved > 0) {
            memory.free(account, reserved);
        }
    }
}
