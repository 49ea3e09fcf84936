package ai.radium.gateway.endpoints;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names of a query's parameters. */
final class QueryNames {
    private static final int MOST = 1024;

    private QueryNames() {}

    /**
     * The first parameter that is given twice: which of its values counts nobody could say. Null where there is none; a list's, which
     * ends in {@code []} or is one of the endpoint's, may be given often.
     *
     * @param target a path with its query, well formed
     * @param lists the endpoint's
     */
    static @Nullable String repeated(String target, Set<String> lists) {
        if (target.indexOf('?') < 0) {
            return null;
        }
        Map<String, List<String>> values =
                new QueryStringDecoder(target, StandardCharsets.UTF_8, true, MOST, true).parameters();
        return values.keySet().stream()
                .filter(name -> !name.isEmpty() && !name.endsWith("[]") && !lists.contains(name))
                .filter(name -> values.getOrDefault(name, List.of()).size() > 1)
                .findFirst()
                .orElse(null);
    }
}
