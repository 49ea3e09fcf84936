package ai.radium.finetune;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A file of many lines that takes no memory: each of a hundred has a number, and the last of them is no example. */
public final class Lines extends InputStream {
    public static final int BAD_EVERY = 100;

    private static final String BAD = "{\"prompt\":\"no completion\"}\n";

    private final long count;
    private long number;
    private byte[] line = {};
    private int at;

    public Lines(long count) {
        this.count = count;
    }

    private static byte[] line(long number) {
        String text = number % BAD_EVERY == 0
                ? BAD
                : "{\"messages\":[{\"role\":\"user\",\"content\":\"What is the answer to question %d?\"},{\"role\":\"assistant\",\"content\":\"The answer to question %d is that nobody knows it yet, but everybody may ask.\"}]}\n"
                        .formatted(number, number);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private boolean fill() {
        if (at == line.length && number < count) {
            line = line(++number);
            at = 0;
        }
        return at < line.length;
    }

    @Override
    public int read() {
        return fill() ? line[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        int bytes = 0;
        while (bytes < length && fill()) {
            int part = Math.min(length - bytes, line.length - at);
            System.arraycopy(line, at, into, offset + bytes, part);
            at += part;
            bytes += part;
        }
        return bytes == 0 && length > 0 ? -1 : bytes;
    }
}
