package ai.radium.worker.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder of files for the time that this process lives; made when it is first used. */
final class ProcessFolder implements AutoCloseable {
    private final Path parent;
    private final String prefix;
    private @Nullable Path path; // once it is used

    ProcessFolder(Path parent, String prefix) {
        this.parent = parent;
        this.prefix = prefix;
    }

    /** Before it makes its own, it deletes what processes that were killed have left. */
    synchronized Path path() throws IOException {
        if (path == null) {
            list(parent).stream().filter(this::isAbandoned).forEach(ProcessFolder::delete);
            path = Files.createTempDirectory(
                    parent, prefix + ProcessHandle.current().pid() + "-");
        }
        return path;
    }

    /** Deletes all other files. */
    synchronized void keepOnly(Set<Path> files) {
        if (path == null) {
            return;
        }
        try {
            for (Path file : list(path)) {
                if (!files.contains(file)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        if (path != null) {
            delete(path);
        }
    }

    private boolean isAbandoned(Path folder) {
        String name = folder.getFileName().toString();
        if (!name.matches(prefix + "\\d+-\\d+")) {
            return false;
        }
        long pid = Long.parseLong(name.substring(prefix.length(), name.lastIndexOf('-')));
        return !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static void delete(Path folder) {
        try {
            for (Path file : list(folder)) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // Somebody else's, or gone already: not ours to delete.
        }
    }
}
