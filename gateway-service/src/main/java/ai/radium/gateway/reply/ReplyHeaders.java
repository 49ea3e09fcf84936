package ai.radium.gateway.reply;

import ai.radium.gateway.limits.Allowance;
import ai.radium.gateway.problem.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Header lines as bytes. */
final class ReplyHeaders {
    private static final byte[] REQUEST_ID = bytes("x-request-id: ");
    private static final byte[] LIMIT = bytes("\r\nx-ratelimit-limit: ");
    private static final byte[] REMAINING = bytes("\r\nx-ratelimit-remaining: ");
    private static final byte[] RESET = bytes("\r\nx-ratelimit-reset: ");
    private static final byte[] LIMIT_REQUESTS = bytes("\r\nx-ratelimit-limit-requests: ");
    private static final byte[] REMAINING_REQUESTS = bytes("\r\nx-ratelimit-remaining-requests: ");
    private static final byte[] RESET_REQUESTS = bytes("\r\nx-ratelimit-reset-requests: ");
    private static final byte[] POLICY = bytes("\r\nratelimit-policy: \"default\";q=");
    private static final byte[] POLICY_WINDOW = bytes(";w=");
    private static final byte[] RATE_LIMIT = bytes("\r\nratelimit: \"default\";r=");
    private static final byte[] RATE_LIMIT_TIME = bytes(";t=");
    private static final byte[] LINE_END = bytes("\r\n");

    /** RFC 9110, section 5.6.7. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.RFC_1123_DATE_TIME;

    private record Stamp(long second, String line) {}

    @SuppressWarnings(
            "NonFinalStaticField") // a cache of one second's text, shared by all loops; losing a race is harmless
    private static volatile Stamp stamp = new Stamp(0, "");

    private ReplyHeaders() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What only refusals have. */
    static byte[] of(Refusal refusal) {
        StringBuilder lines = new StringBuilder();
        if (refusal.retryAfterSeconds() > 0) {
            lines.append("retry-after: ").append(refusal.retryAfterSeconds()).append("\r\n");
        }
        if (refusal.retryIsFutile()) {
            lines.append("x-should-retry: false\r\n");
        }
        if (refusal.status() == 401) {
            lines.append("www-authenticate: Bearer\r\n");
        }
        return bytes(lines.toString());
    }

    static void date(ByteBuf out, long epochSeconds) {
        Stamp now = stamp;
        if (now.second != epochSeconds) {
            String text = DATE.format(Instant.ofEpochSecond(epochSeconds).atOffset(ZoneOffset.UTC));
            now = new Stamp(epochSeconds, "date: " + text.replace(" +0000", " GMT") + "\r\n");
            stamp = now;
        }
        ByteBufUtil.writeAscii(out, now.line);
    }

    /** Draft-ietf-httpapi-ratelimit-headers-11, beside the older names that clients read. */
    static void common(ByteBuf out, String requestId, @Nullable Allowance allowance, long epochSeconds) {
        out.writeBytes(REQUEST_ID);
        ByteBufUtil.writeAscii(out, requestId);
        if (allowance != null) {
            long left = allowance.resetEpochSeconds() - epochSeconds;
            // Both ends are whole seconds, so that it can be one more than the window is long.
            long seconds = Math.clamp(left, 0, allowance.windowSeconds());
            line(out, LIMIT, allowance.limit());
            line(out, REMAINING, allowance.remaining());
            line(out, RESET, allowance.resetEpochSeconds());
            line(out, LIMIT_REQUESTS, allowance.limit());
            line(out, REMAINING_REQUESTS, allowance.remaining());
            line(out, RESET_REQUESTS, seconds);
            out.writeByte('s');
            line(out, POLICY, allowance.limit());
            line(out, POLICY_WINDOW, allowance.windowSeconds());
            line(out, RATE_LIMIT, allowance.remaining());
            line(out, RATE_LIMIT_TIME, seconds);
        }
        out.writeBytes(LINE_END);
    }

    private static void line(ByteBuf out, byte[] name, long value) {
        out.writeBytes(name);
        Decimal.write(value, out);
    }
}
