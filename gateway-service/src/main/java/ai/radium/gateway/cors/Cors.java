package ai.radium.gateway.cors;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Cross-origin requests (WHATWG Fetch, §3.2). Credentials travel in headers that a page sets itself, never in cookies,
 * so that allowing an origin hands it nothing of its visitors.
 *
 * @param origins for example {@code https://console.example.org}; {@code *} = every page
 */
public record Cors(Set<String> origins) {
    private static final String EVERY_PAGE = "*";
    private static final String METHODS = "GET, POST, PUT, PATCH, DELETE";
    private static final String READABLE = String.join(
            ", ",
            "X-Request-Id",
            "Retry-After",
            "X-RateLimit-Limit",
            "X-RateLimit-Remaining",
            "X-RateLimit-Reset",
            "X-Served-Model");
    private static final int REMEMBER_SECONDS = 600;

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

    /** The headers of the reply (204) to a browser that asks beforehand; empty for any other request. */
    public Optional<HttpHeaders> preflight(HttpMethod method, HttpHeaders request) {
        if (!method.equals(HttpMethod.OPTIONS)
                || !request.contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD)
                || !allows(request)) {
            return Optional.empty();
        }
        HttpHeaders reply = new DefaultHttpHeaders();
        decorate(request, reply);
        reply.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        String asked = request.get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
        if (asked != null) {
            reply.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, asked);
        }
        return Optional.of(reply.set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, REMEMBER_SECONDS));
    }

    /** Lets the page read the reply, if its origin may. */
    public void decorate(HttpHeaders request, HttpHeaders reply) {
        if (origins.isEmpty()) {
            return;
        }
        reply.add(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
        if (allows(request)) {
            reply.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, request.get(HttpHeaderNames.ORIGIN));
            reply.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, READABLE);
        }
    }

    private boolean allows(HttpHeaders request) {
        String origin = request.get(HttpHeaderNames.ORIGIN);
        return origin != null && (origins.contains(origin) || origins.contains(EVERY_PAGE));
    }
}
