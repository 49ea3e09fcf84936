package ai.radium.gateway.relay;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Path and query as RFC 3986 writes them. Clients send more than it allows, services take no more. */
final class TargetText {
    /** Allowed as they are: unreserved, sub-delims and what a path or a query may hold beside them. */
    private static final String PLAIN = "-._~!$&'()*+,;=:@/?";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private TargetText() {}

    /** With every other character percent-encoded; null when an escape is no escape. */
    static @Nullable String wellFormed(String raw) {
        StringBuilder text = null;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            boolean escape = c == '%';
            if (escape && !isEscape(raw, i)) {
                return null;
            }
            boolean plain = escape || isAlphanumeric(c) || PLAIN.indexOf(c) >= 0;
            if (!plain && text == null) {
                text = new StringBuilder(raw.length() + 16).append(raw, 0, i);
            }
            if (text != null && plain) {
                text.append(c);
            } else if (text != null) {
                text.append('%').append(HEX.toHexDigits((byte) c)); // the decoder made one character of each byte
            }
        }
        return text == null ? raw : text.toString();
    }

    private static boolean isEscape(String text, int at) {
        return at + 2 < text.length()
                && HexFormat.isHexDigit(text.charAt(at + 1))
                && HexFormat.isHexDigit(text.charAt(at + 2));
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
