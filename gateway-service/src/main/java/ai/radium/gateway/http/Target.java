package ai.radium.gateway.http;

import ai.radium.gateway.inference.Operation;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request's path asks for. */
sealed interface Target {
    /** @param model that the path names, else null */
    record Inference(Operation operation, @Nullable String model) implements Target {}

    /** @param uri path and query below the mount */
    record Management(String uri) implements Target {}

    record Health() implements Target {}

    record Nowhere() implements Target {}

    /** The same routes are served under each of them. */
    List<String> MOUNTS = List.of("/v1", "/api/v1", "/api/deploy");

    static Target of(String uri) {
        if (uri.equals("/health")) {
            return new Health();
        }
        for (String mount : MOUNTS) {
            if (uri.startsWith(mount) && uri.length() > mount.length() && uri.charAt(mount.length()) == '/') {
                return below(uri.substring(mount.length()));
            }
        }
        return new Nowhere();
    }

    private static Target below(String uri) {
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        if (path.equals("/chat/completions")) {
            return new Inference(Operation.CHAT, null);
        }
        if (path.equals("/completions")) {
            return new Inference(Operation.COMPLETION, null);
        }
        if (path.startsWith("/models/")) {
            Target inference = inference(path, "/chat/completions", Operation.CHAT);
            inference = inference == null ? inference(path, "/completions", Operation.COMPLETION) : inference;
            if (inference != null) {
                return inference;
            }
        }
        return new Management(uri);
    }

    private static @Nullable Target inference(String path, String end, Operation operation) {
        int start = "/models/".length();
        return path.endsWith(end) && path.length() > start + end.length()
                ? new Inference(operation, decoded(path.substring(start, path.length() - end.length())))
                : null;
    }

    private static String decoded(String encoded) {
        try {
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return encoded; // names no model, and is told so
        }
    }
}
