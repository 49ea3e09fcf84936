package ai.radium.gateway.problem;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which dialect a client gets: by its mount, else by the route, else by what the client says of itself. */
public final class DialectRule {
    private static final List<String> OBJECT_ROUTES = List.of(
            "/chat/completions",
            "/completions",
            "/embeddings",
            "/responses",
            "/documents",
            "/files",
            "/batches",
            "/fine_tuning");
    private static final List<String> STRING_ROUTES = List.of(
            "/deployments",
            "/api-keys",
            "/account",
            "/fine-tuning",
            "/datasets",
            "/analytics",
            "/billing",
            "/quotas",
            "/webhooks");

    private final Set<String> raghimHosts;

    /** @param raghimHosts names under which the gateway is Raghim's, lower case, without port */
    public DialectRule(Set<String> raghimHosts) {
        this.raghimHosts = Set.copyOf(raghimHosts);
    }

    /** @param path as the client sent it; a query is ignored */
    public Dialect of(String path, HttpHeaders headers) {
        if (isUnder(path, "/api/deploy")) {
            return Dialect.STRING;
        }
        if (isUnder(path, "/api/v1")) {
            return Dialect.OBJECT;
        }
        if (isUnder(path, "/v1")) {
            Dialect ofRoute = ofRoute(path.substring("/v1".length()));
            if (ofRoute != null) {
                return ofRoute;
            }
        }
        return hintsAtObject(headers) ? Dialect.OBJECT : Dialect.STRING;
    }

    private static @Nullable Dialect ofRoute(String route) {
        if (OBJECT_ROUTES.stream().anyMatch(prefix -> isUnder(route, prefix))) {
            return Dialect.OBJECT;
        }
        if (STRING_ROUTES.stream().anyMatch(prefix -> isUnder(route, prefix))) {
            return Dialect.STRING;
        }
        if (!route.startsWith("/models/")) {
            return null;
        }
        String model = withoutQuery(route);
        if (model.endsWith("/chat/completions") || model.endsWith("/embeddings")) {
            return Dialect.OBJECT;
        }
        return model.endsWith("/completions") ? null : Dialect.STRING;
    }

    private boolean hintsAtObject(HttpHeaders headers) {
        String agent = headers.get("User-Agent", "");
        return (agent.contains("OpenAI/") && headers.contains("X-Stainless-Lang"))
                || agent.toLowerCase(Locale.ROOT).startsWith("raghim")
                || raghimHosts.contains(hostName(headers.get("Host", "")));
    }

    private static String hostName(String host) {
        int port = host.lastIndexOf(':');
        return (port < 0 ? host : host.substring(0, port)).toLowerCase(Locale.ROOT);
    }

    private static String withoutQuery(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    private static boolean isUnder(String path, String prefix) {
        return path.startsWith(prefix)
                && (path.length() == prefix.length() || "/?".indexOf(path.charAt(prefix.length())) >= 0);
    }
}
