package ai.radium.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes GGUF headers, lying ones too. */
final class Header {
    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
    private final ByteArrayOutputStream tensors = new ByteArrayOutputStream();
    private int entryCount;
    private int tensorCount;

    static byte[] raw(String magic, int version, long tensors, long entries) {
        return ByteBuffer.allocate(24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(magic.getBytes(StandardCharsets.US_ASCII))
                .putInt(version)
                .putLong(tensors)
                .putLong(entries)
                .array();
    }

    Header text(String key, String value) {
        entry(key, 8);
        text(entries, value);
        return this;
    }

    Header number(String key, int value) {
        entry(key, 4);
        return ints(entries, value);
    }

    Header flag(String key, boolean value) {
        entry(key, 7);
        entries.write(value ? 1 : 0);
        return this;
    }

    Header numbers(String key, int... values) {
        return list(key, 4, values.length).ints(entries, values);
    }

    Header list(String key, int type, long length) {
        return entry(key, 9).ints(entries, type).longs(length);
    }

    Header longs(long value) {
        entries.writeBytes(little(8).putLong(value).array());
        return this;
    }

    Header entry(String key, int type) {
        entryCount++;
        text(entries, key);
        return ints(entries, type);
    }

    /** A key that claims this length and is not there. */
    Header key(long length) {
        entryCount++;
        return longs(length);
    }

    Header tensor(int dimensions, int type, long offset, long... shape) {
        tensorCount++;
        text(tensors, "t");
        ints(tensors, dimensions);
        for (long length : shape) {
            tensors.writeBytes(little(8).putLong(length).array());
        }
        ints(tensors, type);
        tensors.writeBytes(little(8).putLong(offset).array());
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(raw("GGUF", 3, tensorCount, entryCount));
        all.writeBytes(entries.toByteArray());
        all.writeBytes(tensors.toByteArray());
        return all.toByteArray();
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    private Header ints(ByteArrayOutputStream out, int... values) {
        for (int value : values) {
            out.writeBytes(little(4).putInt(value).array());
        }
        return this;
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(little(8).putLong(utf8.length).array());
        out.writeBytes(utf8);
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
