package ai.radium.gateway.reply;

import io.netty.buffer.ByteBuf;

/** Whole numbers as text. */
public final class Decimal {
    private Decimal() {}

    /** Appends a number that is not negative, and makes no string of it. */
    public static void write(long number, ByteBuf out) {
        if (number >= 10) {
            write(number / 10, out);
        }
        out.writeByte((int) ('0' + number % 10));
    }
}
