package ai.radium.contracts.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The changelog as one page: what comes next, one file a change, then the releases. */
final class Changelog {
    private static final String UNRELEASED = "## [Unreleased]";
    private static final List<String> KINDS = List.of("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security");

    private Changelog() {}

    /** A change: its kind is the first line of its file. */
    private record Change(String kind, String text) {
        static Change of(Path file) {
            try {
                String[] parts = Files.readString(file).strip().split("\n", 2);
                if (parts.length < 2 || !KINDS.contains(parts[0].strip())) {
                    throw new IllegalArgumentException(file + " does not begin with one of " + KINDS);
                }
                return new Change(parts[0].strip(), parts[1].strip());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static String markdown(Path released, Path unreleased) throws IOException {
        List<Change> changes;
        try (Stream<Path> files = Files.list(unreleased)) {
            changes = files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.endsWith("README.md"))
                    .sorted()
                    .map(Change::of)
                    .toList();
        }
        String text = Files.readString(released);
        int next = text.indexOf(UNRELEASED);
        return "# Changelog\n\n## Unreleased\n\n"
                + KINDS.stream().map(kind -> section(kind, changes)).collect(Collectors.joining())
                + (next < 0 ? "" : text.substring(next + UNRELEASED.length()));
    }

    private static String section(String kind, List<Change> changes) {
        String texts = changes.stream()
                .filter(change -> change.kind().equals(kind))
                .map(change -> change.text() + "\n\n")
                .collect(Collectors.joining());
        return texts.isEmpty() ? "" : "### " + kind + "\n\n" + texts;
    }
}
