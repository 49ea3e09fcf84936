package ai.radium.gateway.problem;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;
import java.util.Set;

/** Which dialect a client gets where its path belongs to both families: by what it says of itself. */
public final class ClientHints {
    private final Set<String> raghimHosts;

    /** @param raghimHosts names under which the gateway is Raghim's, lower case, without port */
    public ClientHints(Set<String> raghimHosts) {
        this.raghimHosts = Set.copyOf(raghimHosts);
    }

    public Dialect dialect(HttpHeaders headers) {
        if (headers.contains("anthropic-version")) {
            return Dialect.ANTHROPIC;
        }
        String agent = headers.get("User-Agent", "");
        boolean object = (agent.contains("OpenAI/") && headers.contains("X-Stainless-Lang"))
                || agent.toLowerCase(Locale.ROOT).startsWith("raghim")
                || raghimHosts.contains(hostName(headers.get("Host", "")));
        return object ? Dialect.OBJECT : Dialect.STRING;
    }

    private static String hostName(String host) {
        int port = host.lastIndexOf(':');
        return (port < 0 ? host : host.substring(0, port)).toLowerCase(Locale.ROOT);
    }
}
