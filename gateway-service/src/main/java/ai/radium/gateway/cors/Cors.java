package ai.radium.gateway.cors;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Cross-origin requests (WHATWG Fetch, §3.2). Credentials travel in headers that a page sets itself, never in cookies,
 * so that allowing an origin hands it nothing of its visitors.
 *
 * @param origins for example {@code https://console.example.org}; {@code *} = every page
 */
public record Cors(Set<String> origins) {
    private static final String EVERY_PAGE = "*";
    private static final byte[] NOTHING = new byte[0];
    private static final String READABLE =
            "access-control-expose-headers: X-Request-Id, Retry-After, X-RateLimit-Limit, "
                    + "X-RateLimit-Remaining, X-RateLimit-Reset, X-Served-Model\r\n";

    public Cors {
        origins = Set.copyOf(origins);
    }

    /** @param list of origins, separated by commas; empty = off */
    public static Cors of(String list) {
        return new Cors(Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .filter(Predicate.not(String::isEmpty))
                .collect(Collectors.toSet()));
    }

    /** Whether a browser asks beforehand, for a page that may call. */
    public boolean isPreflight(HttpRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD)
                && allowed(request.headers()) != null;
    }

    /**
     * Header lines of the answer to {@link #isPreflight}, beside those of {@link #lines}.
     *
     * @param methods of the path
     */
    public static String preflight(String methods) {
        return "access-control-allow-methods: " + methods + "\r\n"
                // The star does not stand for the first of them.
                + "access-control-allow-headers: Authorization, *\r\n"
                + "access-control-max-age: 600\r\n";
    }

    /** Header lines that let the page read the reply, if its origin may; none while this is off. */
    public byte[] lines(HttpHeaders request) {
        if (origins.isEmpty()) {
            return NOTHING;
        }
        String allowed = allowed(request);
        return bytes("vary: origin\r\n"
                + (allowed == null ? "" : "access-control-allow-origin: " + allowed + "\r\n" + READABLE));
    }

    private @Nullable String allowed(HttpHeaders request) {
        String origin = request.get(HttpHeaderNames.ORIGIN);
        if (origin == null || origins.contains(origin)) {
            return origin;
        }
        return origins.contains(EVERY_PAGE) ? EVERY_PAGE : null;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
