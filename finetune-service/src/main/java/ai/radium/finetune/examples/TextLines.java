package ai.radium.finetune.examples;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Cuts bytes at line feeds. Of a line that is too long only the beginning is kept; the rest is read and dropped. */
final class TextLines {
    private static final int READ_BYTES = 64 * 1024;

    private final InputStream from;
    private final int longest;
    private final byte[] read = new byte[READ_BYTES];
    private int readAt;
    private int readEnd;
    private byte[] line = new byte[READ_BYTES];
    private int length;
    private boolean tooLong;
    private boolean ended;
    private long earlier;
    private long begin;
    private long number;

    /**
     * @param longest bytes of a line
     * @param lines before it, of a content that is read from its middle
     */
    TextLines(InputStream from, int longest, long lines) {
        number = lines;
        this.from = from;
        this.longest = longest;
    }

    /** Goes to the next line, a last one without an end included; false when there is none. */
    boolean next() throws IOException {
        length = 0;
        begin = earlier + readAt;
        tooLong = false;
        boolean any = false;
        while (fill()) {
            any = true;
            int end = lineEnd();
            keep(end);
            readAt = end;
            if (end < readEnd) {
                readAt++;
                number++;
                return true;
            }
        }
        if (any) {
            number++;
        }
        return any;
    }

    private int lineEnd() {
        int end = readAt;
        while (end < readEnd && read[end] != '\n') {
            end++;
        }
        return end;
    }

    private void keep(int end) {
        int part = Math.min(end - readAt, longest + 1 - length);
        if (length + part > line.length) {
            line = Arrays.copyOf(line, Math.min(longest + 1, Math.max(length + part, 2 * line.length)));
        }
        System.arraycopy(read, readAt, line, length, part);
        length += part;
        tooLong |= length > longest;
    }

    private boolean fill() throws IOException {
        if (readAt < readEnd) {
            return true;
        }
        if (!ended) {
            earlier += readEnd;
            readAt = 0;
            readEnd = Math.max(0, from.readNBytes(read, 0, read.length));
            ended = readEnd == 0;
        }
        return !ended;
    }

    /** Bytes before the line. */
    long begin() {
        return begin;
    }

    /** From 1 on. */
    long number() {
        return number;
    }

    boolean isTooLong() {
        return tooLong;
    }

    byte[] bytes() {
        return line;
    }

    /** Without the line feed, and without a carriage return before it. */
    int length() {
        return length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    }
}
