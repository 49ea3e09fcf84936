package ai.radium.gguf.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** GPT-2's way to write any byte as a printable letter (bytes_to_unicode of its encoder.py). */
final class ByteLetters {
    private static final char[] LETTERS = new char[256];
    private static final short[] BYTES = new short[512];

    static {
        int other = 256;
        for (int value = 0; value < 256; value++) {
            boolean isPrintable = (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xFF && value != 0xAD);
            LETTERS[value] = (char) (isPrintable ? value : other++);
        }
        Arrays.fill(BYTES, (short) -1);
        for (int value = 0; value < 256; value++) {
            BYTES[LETTERS[value]] = (short) value;
        }
    }

    private ByteLetters() {}

    static String of(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        char[] letters = new char[utf8.length];
        for (int i = 0; i < utf8.length; i++) {
            letters[i] = LETTERS[utf8[i] & 0xFF];
        }
        return new String(letters);
    }

    /** Letters that stand for no byte stand for themselves. */
    static byte[] bytes(String letters) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        letters.codePoints().forEach(letter -> {
            if (letter < BYTES.length && BYTES[letter] >= 0) {
                bytes.write(BYTES[letter]);
            } else {
                bytes.writeBytes(Character.toString(letter).getBytes(StandardCharsets.UTF_8));
            }
        });
        return bytes.toByteArray();
    }
}
