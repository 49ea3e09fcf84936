package ai.radium.gateway.reply;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A body that is the same for every client and is kept once: what waits for a client that reads slowly is no copy of it. */
public final class FixedBody {
    private static final int TAG_DIGITS = 32;

    private final String tag;
    private final byte[] ofEvery;
    private final byte[] ofWhole;
    private final ByteBuf content;

    private FixedBody(String tag, byte[] ofEvery, byte[] ofWhole, ByteBuf content) {
        this.tag = tag;
        this.ofEvery = ofEvery;
        this.ofWhole = ofWhole;
        this.content = content;
    }

    /** @param headers lines of every reply that gives it, each with its end */
    public static FixedBody of(String contentType, String headers, byte[] bytes) {
        String tag = "\"" + digest(bytes).substring(0, TAG_DIGITS) + "\"";
        ByteBuffer memory = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        return new FixedBody(
                tag,
                ReplyHeaders.bytes("etag: " + tag + "\r\n" + headers),
                ReplyHeaders.bytes("content-type: " + contentType + "\r\ncontent-length: " + bytes.length + "\r\n"),
                Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(memory)));
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /** Whether a client that has what this header lists (RFC 9110, section 13.1.2) has it. */
    boolean isHeldBy(@Nullable String ifNoneMatch) {
        return ifNoneMatch != null && (ifNoneMatch.strip().equals("*") || ifNoneMatch.contains(tag));
    }

    /** Header lines, whether the body comes with them or not. */
    byte[] ofEvery() {
        return ofEvery;
    }

    /** Header lines that tell of the body. */
    byte[] ofWhole() {
        return ofWhole;
    }

    ByteBuf content() {
        return content.duplicate();
    }
}
