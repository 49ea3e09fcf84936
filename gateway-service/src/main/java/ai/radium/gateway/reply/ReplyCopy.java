package ai.radium.gateway.reply;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BiConsumer;

/** What a reply that succeeds has said, up to a bound. */
public final class ReplyCopy {
    private static final byte[] NOTHING = new byte[0];

    private final int mostBytes;
    private final BiConsumer<ReplyCopy, Runnable> onWhole;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private byte[] extraHeaders = NOTHING;
    private boolean stream;
    private boolean tooLarge;

    /**
     * @param mostBytes of the body; nothing is kept of a larger one
     * @param onWhole is given the copy once it is whole, and runs the action that lets the client have the last bytes
     */
    public ReplyCopy(int mostBytes, BiConsumer<ReplyCopy, Runnable> onWhole) {
        this.mostBytes = mostBytes;
        this.onWhole = onWhole;
    }

    /** Bytes of the body, which stay in the buffer. */
    void add(boolean asStream, byte[] headers, ByteBuf from, int index, int length) {
        stream = asStream;
        extraHeaders = headers;
        tooLarge |= body.size() + length > mostBytes;
        if (tooLarge) {
            body.reset();
            return;
        }
        try {
            from.getBytes(index, body, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory alone is written to
        }
    }

    void whole(Runnable last) {
        onWhole.accept(this, last);
    }

    public boolean isTooLarge() {
        return tooLarge;
    }

    public boolean isStream() {
        return stream;
    }

    public byte[] extraHeaders() {
        return extraHeaders;
    }

    public byte[] body() {
        return body.toByteArray();
    }
}
