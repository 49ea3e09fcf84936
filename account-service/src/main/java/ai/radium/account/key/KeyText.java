package ai.radium.account.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/**
 * A whole key, on its way to the one reply that shows it: {@code sk-}, 16 characters of base 32, {@code _}, a secret of
 * 43 characters of base 62 (256 bits), and the CRC-32 of all before it as 6 digits of base 62.
 */
final class KeyText {
    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int PUBLIC_LENGTH = 16;
    private static final int SECRET_LENGTH = 43;
    private static final int CHECKSUM_LENGTH = 6;
    private static final int PREFIX_LENGTH = 12;
    private static final int LAST_LENGTH = 4;

    private final String text;

    private KeyText(String text) {
        this.text = text;
    }

    /** @param random of cryptographic strength */
    static KeyText random(RandomGenerator random) {
        String start = "sk-" + digits(random, BASE32, PUBLIC_LENGTH) + "_" + digits(random, BASE62, SECRET_LENGTH);
        return new KeyText(start + checksum(start));
    }

    private static String digits(RandomGenerator random, String alphabet, int length) {
        var digits = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            digits.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return digits.toString();
    }

    static String checksum(String start) {
        var crc = new CRC32();
        crc.update(start.getBytes(StandardCharsets.US_ASCII));
        long rest = crc.getValue();
        var digits = new StringBuilder(CHECKSUM_LENGTH);
        for (int i = 0; i < CHECKSUM_LENGTH; i++) {
            digits.append(BASE62.charAt((int) (rest % BASE62.length())));
            rest /= BASE62.length();
        }
        return digits.reverse().toString();
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    byte[] sha256() {
        return sha256(text);
    }

    /** What tells the key from others in a list. */
    String prefix() {
        return text.substring(0, PREFIX_LENGTH);
    }

    String last4() {
        return text.substring(text.length() - LAST_LENGTH);
    }

    /** The secret itself: for the reply that shows it once. */
    String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "KeyText[" + prefix() + "****]";
    }
}
