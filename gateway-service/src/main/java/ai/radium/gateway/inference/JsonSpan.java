package ai.radium.gateway.inference;

import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** One JSON value within a body that was validated, by where it starts and ends; reads it as what its field asks for. */
final class JsonSpan {
    /** No number of more digits is of use to anybody; a longer one costs time to read. */
    private static final int MOST_DIGITS = 400;

    private final byte[] bytes;
    private final int start;
    private final int end;

    JsonSpan(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
    }

    boolean isNull() {
        return bytes[start] == 'n';
    }

    boolean isString() {
        return bytes[start] == '"';
    }

    boolean isObject() {
        return bytes[start] == '{';
    }

    boolean isArray() {
        return bytes[start] == '[';
    }

    boolean isBoolean() {
        return bytes[start] == 't' || bytes[start] == 'f';
    }

    /** @throws RefusedBody naming the field unless this is true or false */
    boolean flag(String field) {
        if (!isBoolean()) {
            throw RefusedBody.at(field, field + " must be true or false");
        }
        return bytes[start] == 't';
    }

    /** Appends the value as it is written. */
    void write(ByteBuf out) {
        out.writeBytes(bytes, start, end - start);
    }

    /** Appends the value as the text of a string that holds it. */
    void writeEscaped(ByteBuf out) {
        JsonText.escape(new String(bytes, start, end - start, StandardCharsets.UTF_8), out);
    }

    /** Appends what stands between a string's quotes, as it is written. */
    void writeText(ByteBuf out) {
        out.writeBytes(bytes, start + 1, end - start - 2);
    }

    /** Whether a string has at most so many characters. */
    boolean isAtMost(int characters) {
        return end - start - 2 <= characters || string().length() <= characters;
    }

    /** The text of a string; empty when it is something else. */
    String word() {
        return isString() ? string() : "";
    }

    /** The text of a string, with its escapes resolved. */
    String string() {
        return text(bytes, start + 1, end - 1);
    }

    /** Text between quotes, with its escapes resolved. */
    static String text(byte[] bytes, int start, int end) {
        String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        return text.indexOf('\\') < 0 ? text : JsonText.unescaped(text);
    }

    /** @throws RefusedBody naming the field and its bounds unless this is a whole number within them, also as 1.0 or 1e2 */
    long whole(String field, long least, long most) {
        try {
            long value = whole(number());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // refused below in the same words as a number out of range
        }
        throw RefusedBody.at(field, field + " must be a whole number between " + least + " and " + most);
    }

    private static long whole(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return exact(text);
        }
    }

    private static long exact(String text) {
        BigDecimal number = new BigDecimal(text).stripTrailingZeros();
        if (number.precision() - (long) number.scale() > 19) {
            throw new ArithmeticException("more digits than a long has"); // before 1e999999999 is written out
        }
        return number.longValueExact();
    }

    /** @throws RefusedBody naming the field and its bounds unless this is a number within them */
    float decimal(String field, int least, int most) {
        try {
            float value = Float.parseFloat(number());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // refused below in the same words as a number out of range
        }
        throw RefusedBody.at(field, field + " must be a number between " + least + " and " + most);
    }

    private String number() {
        if (isString() || end - start > MOST_DIGITS) {
            throw new NumberFormatException();
        }
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
