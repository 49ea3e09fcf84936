package ai.radium.gateway.http;

import io.netty.util.AsciiString;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The id that goes with a request through every process: the client's own when it is sane, else a new one. */
final class RequestIds {
    /** With its hash, which a text would cost each time. */
    static final AsciiString HEADER = AsciiString.cached("x-request-id");

    private static final int LONGEST = 128;
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

    private RequestIds() {}

    static String of(@Nullable String given) {
        return given != null && isSane(given) ? given : fresh();
    }

    private static boolean isSane(String id) {
        if (id.isEmpty() || id.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!plain && "-_.:".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /** 120 random bits; for telling requests apart, not a secret. */
    private static String fresh() {
        char[] id = new char[28];
        "req_".getChars(0, 4, id, 0);
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long bits = random.nextLong();
        for (int i = 4; i < id.length; i++) {
            if (i == 16) {
                bits = random.nextLong();
            }
            id[i] = DIGITS.charAt((int) (bits & 31));
            bits >>>= 5;
        }
        return new String(id);
    }
}
