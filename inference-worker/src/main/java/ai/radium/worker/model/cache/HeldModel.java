package ai.radium.worker.model.cache;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of the cache that stays until this is closed or its process ends. */
public final class HeldModel implements AutoCloseable {
    private final Path file;
    private final CacheEntry entry;
    private final @Nullable UseLocks locks; // none of a file that somebody else answers for

    HeldModel(Path file, CacheEntry entry, @Nullable UseLocks locks) {
        this.file = file;
        this.entry = entry;
        this.locks = locks;
    }

    public Path file() {
        return file;
    }

    public CacheEntry entry() {
        return entry;
    }

    @Override
    public void close() throws IOException {
        if (locks != null) {
            locks.release(entry.sha256());
        }
    }
}
