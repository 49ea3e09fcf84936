package ai.radium.gateway.http;

import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.BitSet;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** RFC 9112, section 3.2: one {@code Host} that can be one; only HTTP/1.0 knew requests without. */
final class HostRule {
    private static final BitSet NEVER_IN_A_HOST = bits("/\\?#@,<>\"{}|^`");

    private HostRule() {}

    static @Nullable Refusal refusal(HttpRequest request) {
        Iterator<String> hosts = request.headers().valueStringIterator(HttpHeaderNames.HOST);
        if (!hosts.hasNext()) {
            return request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0
                    ? null
                    : refused("A request needs the header Host");
        }
        String host = hosts.next();
        if (hosts.hasNext()) {
            return refused("A request has one header Host, not several");
        }
        return isHost(host.strip()) ? null : refused("The header Host is no host name");
    }

    private static BitSet bits(String characters) {
        BitSet bits = new BitSet(128);
        characters.chars().forEach(bits::set);
        return bits;
    }

    private static boolean isHost(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c <= ' ' || c >= 127 || NEVER_IN_A_HOST.get(c)) {
                return false;
            }
        }
        return !host.isEmpty();
    }

    private static Refusal refused(String why) {
        return GatewayProblem.INVALID_REQUEST.because(why).at("Host");
    }
}
