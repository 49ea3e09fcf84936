package ai.radium.gateway.endpoints;

import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes, as RFC 9112 (section 3.2) lets a client write it and RFC 3986 (section 6.2.2) makes it one text.
 *
 * @param path with characters that need no escape unescaped, and all others escaped
 * @param query with its question mark, or empty
 */
public record RequestTarget(String path, String query) {
    /** Allowed as they are: unreserved, sub-delims and what a path or a query may hold beside them. */
    private static final String PLAIN = "-._~!$&'()*+,;=:@/?";

    private static final String UNRESERVED = "-._~";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** Why a target cannot be read. */
    static final class BrokenTarget extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenTarget(String why) {
            super(why, null, false, false);
        }
    }

    /** The authority of a target in absolute form, which takes the place of {@code Host}; null of any other. */
    public static @Nullable String authority(String raw) {
        int start = authorityStart(raw);
        return start < 0 ? null : raw.substring(start, authorityEnd(raw, start));
    }

    /** @throws BrokenTarget in words for the client */
    static RequestTarget of(String raw) throws BrokenTarget {
        if (raw.startsWith("/")) {
            return ofPath(raw);
        }
        int start = authorityStart(raw);
        if (start < 0) {
            throw new BrokenTarget("The target of a request is a path, such as /v1/models");
        }
        String rest = raw.substring(authorityEnd(raw, start));
        return ofPath(rest.startsWith("/") ? rest : "/" + rest);
    }

    private static int authorityStart(String raw) {
        int end = raw.indexOf("://");
        String scheme = end < 0 ? "" : raw.substring(0, end).toLowerCase(Locale.ROOT);
        return scheme.equals("http") || scheme.equals("https") ? end + 3 : -1;
    }

    private static int authorityEnd(String raw, int start) {
        int end = start;
        while (end < raw.length() && "/?#".indexOf(raw.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static RequestTarget ofPath(String raw) throws BrokenTarget {
        int query = raw.indexOf('?');
        return query < 0
                ? new RequestTarget(wellFormed(raw, true), "")
                : new RequestTarget(wellFormed(raw.substring(0, query), true), wellFormed(raw.substring(query), false));
    }

    private static String wellFormed(String raw, boolean path) throws BrokenTarget {
        StringBuilder text = null;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '%' && (isAlphanumeric(c) || PLAIN.indexOf(c) >= 0)) {
                if (text != null) {
                    text.append(c);
                }
                continue;
            }
            if (text == null) {
                text = new StringBuilder(raw.length() + 16).append(raw, 0, i);
            }
            if (c == '%') {
                text.append(escape(raw, i, path));
                i += 2;
            } else {
                text.append('%').append(HEX.toHexDigits((byte) c)); // the decoder made one character of each byte
            }
        }
        return text == null ? raw : text.toString();
    }

    private static String escape(String raw, int at, boolean path) throws BrokenTarget {
        if (at + 2 >= raw.length()
                || !HexFormat.isHexDigit(raw.charAt(at + 1))
                || !HexFormat.isHexDigit(raw.charAt(at + 2))) {
            throw new BrokenTarget("A percent sign in the path or query needs two hexadecimal digits behind it");
        }
        char plain = (char) HexFormat.fromHexDigits(raw, at + 1, at + 3);
        return path && (isAlphanumeric(plain) || UNRESERVED.indexOf(plain) >= 0)
                ? String.valueOf(plain)
                : raw.substring(at, at + 3);
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** Whether the path leaves its own folder, plainly or encoded: such a one reaches nothing. */
    boolean climbs() {
        String plain = path.toLowerCase(Locale.ROOT).replace("%2f", "/").replace("%5c", "/");
        return plain.contains("//")
                || (plain + "/").contains("/../")
                || (plain + "/").contains("/./")
                || plain.contains(";");
    }
}
