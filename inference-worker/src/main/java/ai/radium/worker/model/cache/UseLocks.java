package ai.radium.worker.model.cache;

import ai.radium.worker.model.fetch.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which files are in use, by this process and by others. Taken under the cache's own lock only, so that whoever has a file
 * alone may take its lock file away too.
 */
final class UseLocks {
    private final Path folder;
    private final Map<Sha256, Use> mine = new HashMap<>();

    UseLocks(Path folder) {
        this.folder = folder;
    }

    private record Use(LockFile lock, int holders) {}

    synchronized void hold(Sha256 sha256) throws IOException {
        Use use = mine.get(sha256);
        mine.put(
                sha256,
                use == null ? new Use(LockFile.shared(file(sha256)), 1) : new Use(use.lock(), use.holders() + 1));
    }

    synchronized void release(Sha256 sha256) throws IOException {
        Use use = mine.remove(sha256);
        if (use != null && use.holders() > 1) {
            mine.put(sha256, new Use(use.lock(), use.holders() - 1));
        } else if (use != null) {
            use.lock().close();
        }
    }

    /** Runs this if nobody uses the file, and nobody begins to meanwhile; says whether it ran. */
    synchronized boolean ifUnused(Sha256 sha256, Deletion deletion) throws IOException {
        if (mine.containsKey(sha256)) {
            return false;
        }
        Optional<LockFile> alone = LockFile.tryExclusive(file(sha256));
        if (alone.isEmpty()) {
            return false;
        }
        try (LockFile _ = alone.get()) {
            deletion.run();
            Files.deleteIfExists(file(sha256));
        }
        return true;
    }

    interface Deletion {
        void run() throws IOException;
    }

    private Path file(Sha256 sha256) {
        return folder.resolve(sha256 + ".lock");
    }
}
