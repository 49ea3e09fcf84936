package ai.radium.gateway.inference;

import ai.radium.contracts.worker.DeltaParts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/** Text between JSON's quotes. */
final class JsonText {
    private static final byte[] HEX = ascii("0123456789abcdef");

    private JsonText() {}

    /** Of a text that is JSON already, and ASCII. */
    static byte[] ascii(String json) {
        return json.getBytes(StandardCharsets.US_ASCII);
    }

    /** Appends a part escaped: runs that need no escape are copied whole. */
    static void escape(DeltaParts delta, DeltaParts.Part part, ByteBuf to) {
        ByteBuf from = delta.bytes();
        int run = delta.start(part);
        int end = run + delta.length(part);
        for (int at = run; at < end; at++) {
            byte next = from.getByte(at);
            if ((next >= 0 && next < 0x20) || next == '"' || next == '\\') {
                to.writeBytes(from, run, at - run);
                escape(next, to);
                run = at + 1;
            }
        }
        to.writeBytes(from, run, end - run);
    }

    /** Appends text escaped. */
    static void escape(String text, ByteBuf to) {
        String quoted = quoted(text);
        ByteBufUtil.writeUtf8(to, quoted, 1, quoted.length() - 1);
    }

    private static void escape(byte next, ByteBuf to) {
        to.writeByte('\\');
        switch (next) {
            case '"', '\\' -> to.writeByte(next);
            case '\n' -> to.writeByte('n');
            case '\r' -> to.writeByte('r');
            case '\t' -> to.writeByte('t');
            default -> {
                to.writeByte('u').writeByte('0').writeByte('0');
                to.writeByte(HEX[next >> 4]).writeByte(HEX[next & 15]);
            }
        }
    }

    /** Text with JSON's escapes resolved; it was validated before. */
    static String unescaped(String escaped) {
        StringBuilder text = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char next = escaped.charAt(i);
            if (next != '\\') {
                text.append(next);
                continue;
            }
            char kind = escaped.charAt(++i);
            switch (kind) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    text.append((char) Integer.parseInt(escaped.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                default -> text.append(kind);
            }
        }
        return text.toString();
    }

    /** A string with its quotes. */
    static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == '"' || next == '\\') {
                json.append('\\').append(next);
            } else if (next < 0x20) {
                json.append("\\u00").append((char) HEX[next >> 4]).append((char) HEX[next & 15]);
            } else {
                json.append(next);
            }
        }
        return json.append('"').toString();
    }
}
