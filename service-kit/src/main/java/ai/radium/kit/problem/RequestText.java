package ai.radium.kit.problem;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Which text may come in at all. U+0000 has no place in a PostgreSQL text, and half of a surrogate pair none in UTF-8:
 * either would fail late, or be stored as something else than was sent.
 */
final class RequestText {
    /** RFC 3986 §3.3 and §3.4; square brackets in a query stand in many clients' requests. */
    private static final String OF_PATHS = "-._~!$&'()*+,;=:@/";

    private static final String OF_QUERIES = OF_PATHS + "?[]";

    private RequestText() {}

    /** @throws ProblemException INVALID_REQUEST naming the field that holds a character which cannot be kept */
    static void check(String text, String field) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw refused(field + " may not hold the character U+0000", field);
            }
            if (Character.isSurrogate(c)) {
                if (!isPair(text, i)) {
                    throw refused(field + " holds half of a surrogate pair", field);
                }
                i++;
            }
        }
    }

    /**
     * A request's target, still encoded: legal characters, whole escapes, UTF-8 within them, no U+0000.
     *
     * @throws ProblemException INVALID_REQUEST naming {@code path} or the query's parameter
     */
    static void checkTarget(String target) {
        int query = target.indexOf('?');
        check(decoded(query < 0 ? target : target.substring(0, query), OF_PATHS, "path"), "path");
        if (query >= 0) {
            for (String parameter : target.substring(query + 1).split("&", -1)) {
                checkParameter(parameter);
            }
        }
    }

    private static void checkParameter(String parameter) {
        int equals = parameter.indexOf('=');
        String name = decoded(equals < 0 ? parameter : parameter.substring(0, equals), OF_QUERIES, "query");
        check(name, "query");
        if (equals >= 0) {
            check(decoded(parameter.substring(equals + 1), OF_QUERIES, name), name);
        }
    }

    private static String decoded(String text, String legal, String field) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.write(escaped(text, i + 1, field));
                i += 2;
            } else if (isAlphanumeric(c) || legal.indexOf(c) >= 0) {
                bytes.write(c);
            } else {
                throw refused(
                        field + " holds a character that must be percent-encoded: U+%04X".formatted((int) c), field);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refused(field + " is not valid UTF-8 when it is decoded", field);
        }
    }

    private static int escaped(String text, int at, String field) {
        if (at + 2 > text.length() || !isHex(text.charAt(at)) || !isHex(text.charAt(at + 1))) {
            throw refused(field + " holds a % that is not followed by two hexadecimal digits", field);
        }
        return Integer.parseInt(text, at, at + 2, 16);
    }

    private static boolean isPair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }

    private static boolean isAlphanumeric(char c) {
        return Character.isLetterOrDigit(c) && c < 128;
    }

    private static boolean isHex(char c) {
        return c < 128 && Character.digit(c, 16) >= 0;
    }

    private static ProblemException refused(String detail, String field) {
        return new ProblemException(CommonProblem.INVALID_REQUEST, detail, field);
    }
}
