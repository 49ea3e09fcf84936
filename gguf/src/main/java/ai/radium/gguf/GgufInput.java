package ai.radium.gguf;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Little-endian reading that knows where it is and goes no further than a header may reach. */
final class GgufInput {
    /** The header of gemma-3-270m, with one of the largest vocabularies, has 6.5 MB. */
    private static final long LARGEST_HEADER = 256L << 20;

    private final InputStream in;
    private long position;

    GgufInput(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    long position() {
        return position;
    }

    int int32() throws IOException {
        return (int) littleEndian(4);
    }

    long int64() throws IOException {
        return littleEndian(8);
    }

    long littleEndian(int bytes) throws IOException {
        advance(bytes);
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            int read = in.read();
            if (read < 0) {
                throw new EOFException();
            }
            value |= (long) read << (8 * i);
        }
        return value;
    }

    /** A count of things that take at least one byte each. */
    long count(String what, long most) throws IOException {
        long count = int64();
        if (count < 0 || count > most) {
            throw new UnreadableModel("it claims " + Long.toUnsignedString(count) + " " + what + ", more than " + most);
        }
        return count;
    }

    String text(String what, int most) throws IOException {
        int length = (int) count("bytes of " + what, most);
        advance(length);
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    void skip(long bytes) throws IOException {
        advance(bytes);
        in.skipNBytes(bytes);
    }

    private void advance(long bytes) throws UnreadableModel {
        if (bytes < 0 || bytes > LARGEST_HEADER - position) {
            throw new UnreadableModel("its header is larger than " + (LARGEST_HEADER >> 20) + " MiB");
        }
        position += bytes;
    }
}
