package ai.radium.worker.model.cache;

import java.io.IOException;
import java.nio.file.Path;

/** A file of the cache that stays until this is closed or its process ends. */
public final class HeldModel implements AutoCloseable {
    private final Path file;
    private final CacheEntry entry;
    private final UseLocks locks;

    HeldModel(Path file, CacheEntry entry, UseLocks locks) {
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
        locks.release(entry.sha256());
    }
}
