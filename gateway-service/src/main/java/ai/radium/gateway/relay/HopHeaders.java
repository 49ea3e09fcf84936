package ai.radium.gateway.relay;

import ai.radium.kit.identity.InternalTokens;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;

/**
 * Headers that end at the gateway. Those that frame a message are among them in both directions: they are written from what
 * was decoded, so that nothing a peer says of its connection can make one message two (RFC 9112, section 11.2).
 */
final class HopHeaders {
    /** RFC 9110 §7.6.1, and what older proxies send. */
    private static final List<String> HOP_BY_HOP = List.of(
            "Connection",
            "HTTP2-Settings",
            "Keep-Alive",
            "Proxy-Authenticate",
            "Proxy-Authorization",
            "Proxy-Connection",
            "TE",
            "Trailer",
            "Upgrade");
    /** The client's credentials, what only the gateway may say, and encodings: bodies are unpacked here. */
    private static final List<String> OF_THE_CLIENT = List.of(
            "Accept-Encoding",
            "Authorization",
            "Content-Encoding",
            "X-API-Key",
            "Radium-Account",
            "Cookie",
            "Expect",
            "Host",
            "Forwarded",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Request-Id",
            InternalTokens.CLIENT_ADDRESS);

    private static final List<String> FRAMING = List.of("Content-Length", "Transfer-Encoding");

    private static final List<String> OF_THE_SERVICE = List.of("Date", "Server", "X-Request-Id", "Set-Cookie");

    private HopHeaders() {}

    static HttpHeaders toService(HttpHeaders client) {
        return without(client, OF_THE_CLIENT);
    }

    static HttpHeaders toClient(HttpHeaders service) {
        return without(service, OF_THE_SERVICE);
    }

    private static HttpHeaders without(HttpHeaders headers, List<String> others) {
        HttpHeaders kept = new DefaultHttpHeaders().set(headers);
        for (String listed : headers.getAll(HttpHeaderNames.CONNECTION)) {
            for (String name : listed.split(",", -1)) {
                if (!name.isBlank()) {
                    kept.remove(name.strip());
                }
            }
        }
        HOP_BY_HOP.forEach(kept::remove);
        FRAMING.forEach(kept::remove);
        others.forEach(kept::remove);
        return kept;
    }
}
