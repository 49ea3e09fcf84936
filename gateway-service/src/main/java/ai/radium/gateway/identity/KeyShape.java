package ai.radium.gateway.identity;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The shape of our own keys: {@code sk-}, 16 characters of base 32, {@code _}, a secret of 43 characters of base 62, and
 * the CRC-32 of all before it as 6 digits of base 62.
 */
final class KeyShape {
    private static final Pattern OURS = Pattern.compile("sk-[A-Za-z2-7]{16}_[0-9A-Za-z]{49}");
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int CHECKSUM_LENGTH = 6;

    private KeyShape() {}

    /** Whether this is exactly of our shape and mistyped; any other string may be a key that somebody brought along. */
    static boolean isMistyped(String key) {
        return OURS.matcher(key).matches() && !isChecked(key);
    }

    /** Whether this is exactly of our shape and not mistyped. */
    static boolean isWhole(String key) {
        return OURS.matcher(key).matches() && isChecked(key);
    }

    private static boolean isChecked(String key) {
        int end = key.length() - CHECKSUM_LENGTH;
        return key.substring(end).equals(checksum(key.substring(0, end)));
    }

    static String checksum(String start) {
        var crc = new CRC32();
        crc.update(start.getBytes(StandardCharsets.US_ASCII));
        long rest = crc.getValue();
        char[] digits = new char[CHECKSUM_LENGTH];
        for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (rest % DIGITS.length()));
            rest /= DIGITS.length();
        }
        return new String(digits);
    }
}
