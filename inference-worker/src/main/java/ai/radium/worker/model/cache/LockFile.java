package ai.radium.worker.model.cache;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A lock between processes, which the kernel lets go of when its holder dies. A process must not open a file that it holds
 * a second time: closing that would let go of the lock (POSIX).
 */
record LockFile(Channel channel) implements AutoCloseable {
    /** Waits for it. */
    static LockFile exclusive(Path file) throws IOException {
        return take(file, false);
    }

    /** With others who share it; waits while somebody has it alone. */
    static LockFile shared(Path file) throws IOException {
        return take(file, true);
    }

    /** Nothing if another process has it. */
    static Optional<LockFile> tryExclusive(Path file) throws IOException {
        FileChannel channel = open(file);
        FileLock lock = channel.tryLock();
        if (lock != null) {
            return Optional.of(new LockFile(channel));
        }
        channel.close();
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static LockFile take(Path file, boolean shared) throws IOException {
        FileChannel channel = open(file);
        return new LockFile(channel.lock(0, Long.MAX_VALUE, shared).acquiredBy());
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }
}
