package ai.radium.gateway.endpoints;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path with gaps: <code>{id}</code> is one segment, <code>{model...}</code> one or more, as ids of models hold slashes.
 *
 * @param text for example <code>/deployments/{id}/stop</code>
 */
record PathTemplate(String text, List<String> segments) {
    PathTemplate {
        segments = List.copyOf(segments);
    }

    static PathTemplate of(String text) {
        return new PathTemplate(text, split(text));
    }

    /** The segments of a path; a slash at its end opens none. */
    static List<String> split(String path) {
        String inner = path.startsWith("/") ? path.substring(1) : path;
        return inner.isEmpty() ? List.of() : List.of(inner.split("/"));
    }

    /** Whether the path is spelled out, so that it can be found by its text. */
    boolean isLiteral() {
        return segments.stream().noneMatch(segment -> segment.startsWith("{"));
    }

    /** What it begins with, up to its gap. */
    String beginning() {
        int gap = text.indexOf("/{");
        return gap < 0 ? text : text.substring(0, gap);
    }

    /** What stands in the gap, empty for a path without one; null when the path is another. */
    @Nullable
    String match(List<String> path) {
        int more = path.size() - segments.size();
        int at = 0;
        String gap = "";
        for (String segment : segments) {
            if (at >= path.size()) {
                return null;
            }
            int length = 1;
            if (segment.startsWith("{")) {
                length = segment.endsWith("...}") ? 1 + more : 1;
                if (length < 1) {
                    return null;
                }
                gap = String.join("/", path.subList(at, at + length));
            } else if (!segment.equals(path.get(at))) {
                return null;
            }
            at += length;
        }
        return at == path.size() ? gap : null;
    }
}
