package ai.radium.gateway.worker;

import ai.radium.kit.tracing.TraceHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** HTTP/2 frames as bytes (RFC 9113, section 6), those that a client of gRPC sends. */
final class Frames {
    static final int HEADER_LENGTH = 9;
    static final int MAX_FRAME = 16_384;

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;
    static final int PRIORITY = 0x20;

    static final int SETTING_MAX_CONCURRENT_STREAMS = 3;
    static final int SETTING_INITIAL_WINDOW_SIZE = 4;
    static final int CANCEL = 8;
    static final int SETTING_LENGTH = 6;

    private static final int SETTING_HEADER_TABLE_SIZE = 1;
    private static final int SETTING_ENABLE_PUSH = 2;
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private Frames() {}

    /**
     * Preface and first settings: no push, no dynamic header table (so that a header block means the same each time),
     * our windows.
     */
    static void writePreface(ByteBuf out, int streamWindow, int connectionWindow) {
        out.writeBytes(PREFACE);
        head(out, 18, SETTINGS, 0, 0);
        setting(out, SETTING_HEADER_TABLE_SIZE, 0);
        setting(out, SETTING_ENABLE_PUSH, 0);
        setting(out, SETTING_INITIAL_WINDOW_SIZE, streamWindow);
        writeWindowUpdate(out, 0, connectionWindow - 65_535);
    }

    static void head(ByteBuf out, int length, int type, int flags, int stream) {
        out.writeMedium(length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
    }

    static void writeWindowUpdate(ByteBuf out, int stream, int bytes) {
        head(out, 4, WINDOW_UPDATE, 0, stream);
        out.writeInt(bytes);
    }

    static void writeReset(ByteBuf out, int stream, int error) {
        head(out, 4, RST_STREAM, 0, stream);
        out.writeInt(error);
    }

    static void writePing(ByteBuf out, int flags, long opaque) {
        head(out, 8, PING, flags, 0);
        out.writeLong(opaque);
    }

    static void writeSettingsAck(ByteBuf out) {
        head(out, 0, SETTINGS, ACK, 0);
    }

    /**
     * The request's header block, the same for every call of a method on a connection (HPACK, RFC 7541: nothing is indexed).
     *
     * @param token that the worker asks for; empty = none
     */
    static byte[] requestHeaders(Rpc rpc, String authority, String token) {
        ByteBuf block = Unpooled.buffer(128);
        block.writeByte(0x83); // :method POST, static entry 3
        block.writeByte(0x86); // :scheme http, static entry 6
        literal(block, 4, rpc.path()); // :path
        literal(block, 1, authority); // :authority
        block.writeByte(0x0F).writeByte(31 - 15); // content-type, static entry 31
        value(block, "application/grpc");
        named(block, "te", "trailers");
        if (!token.isEmpty()) {
            block.writeByte(0x1F).writeByte(23 - 15); // authorization, static entry 23, never to be indexed
            value(block, "Bearer " + token);
        }
        byte[] bytes = new byte[block.readableBytes()];
        block.readBytes(bytes);
        return bytes;
    }

    /** Headers that only one call has: its place in a trace (W3C Trace Context). Added to the end of a header block. */
    static byte[] traceHeaders(String traceparent, @Nullable String tracestate) {
        ByteBuf block = Unpooled.buffer(128);
        named(block, TraceHeaders.TRACEPARENT, traceparent);
        if (tracestate != null) {
            named(block, TraceHeaders.TRACESTATE, tracestate);
        }
        byte[] bytes = new byte[block.readableBytes()];
        block.readBytes(bytes);
        return bytes;
    }

    private static void named(ByteBuf block, String name, String text) {
        block.writeByte(0);
        value(block, name);
        value(block, text);
    }

    private static void literal(ByteBuf block, int staticName, String text) {
        block.writeByte(staticName);
        value(block, text);
    }

    private static void value(ByteBuf block, String text) {
        AsciiString ascii = new AsciiString(text);
        length(block, ascii.length());
        block.writeBytes(ascii.array());
    }

    /** Of a text without Huffman code (RFC 7541, 5.1: seven bits, then seven by seven). */
    private static void length(ByteBuf block, int length) {
        if (length < 0x7F) {
            block.writeByte(length);
            return;
        }
        block.writeByte(0x7F);
        int rest = length - 0x7F;
        while (rest >= 0x80) {
            block.writeByte((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        block.writeByte(rest);
    }

    private static void setting(ByteBuf out, int id, int value) {
        out.writeShort(id);
        out.writeInt(value);
    }
}
