package ai.radium.worker.adapter;

import ai.radium.process.ProcessIdentity;
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
            path = Files.createTempDirectory(parent, prefix + named(ProcessIdentity.own()) + "-");
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
        if (!name.matches(prefix + "\\d{1,18}-\\d+-\\d+")) {
            return false;
        }
        String process = name.substring(prefix.length(), name.lastIndexOf('-'));
        return ProcessIdentity.of(Long.parseLong(process.substring(0, process.indexOf('-'))))
                .filter(running -> named(running).equals(process))
                .isEmpty();
    }

    /** Its pid may be given to another process, but not with its start. */
    private static String named(ProcessIdentity process) {
        return process.pid() + "-" + process.startTicks();
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
