package ai.radium.gateway.inference;

import io.netty.buffer.ByteBuf;

/** Room for the bytes of one body of an event loop, used again for the next one. */
final class LoopBytes {
    private static final int LEAST_BYTES = 8 * 1024;
    private static final int KEPT_BYTES = 256 * 1024;

    private byte[] bytes = new byte[LEAST_BYTES];

    /** The body's bytes from 0 on, and whatever was there before behind them. */
    byte[] copy(ByteBuf body) {
        int length = body.readableBytes();
        if (bytes.length < length || (bytes.length > KEPT_BYTES && length < KEPT_BYTES)) {
            bytes = new byte[Math.max(length, LEAST_BYTES)];
        }
        body.getBytes(body.readerIndex(), bytes, 0, length);
        return bytes;
    }
}
