package ai.radium.devstack.supervisor;

import ai.radium.devstack.process.PrivateFile;
import ai.radium.devstack.process.StackFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The right to change what runs of one home: one command at a time has it, the next one waits. Ends with its process. */
public final class HomeLock implements AutoCloseable {
    static final String FILE = "lock";

    /** Beside it: a process that closes a locked file, after reading it say, loses its lock of it (fcntl(2)). */
    private static final String HOLDER = "lock-holder";

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Returns once nobody else has it; the listener hears whom it waits for. The home exists. */
    public static HomeLock take(Path home, String command, Consumer<String> listener) {
        Path file = PrivateFile.touch(home.resolve(FILE));
        Path holder = home.resolve(HOLDER);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            if (tried(channel) == null) {
                listener.accept("waiting for %s of the same home to end"
                        .formatted(Files.exists(holder) ? Files.readString(holder) : "another command"));
                awaited(channel);
            }
            PrivateFile.write(
                    holder,
                    "%s (process %d)".formatted(command, ProcessHandle.current().pid()));
            return new HomeLock(channel);
        } catch (IOException e) {
            throw new StackFailure("%s cannot be locked: %s".formatted(file, e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StackFailure("the lock cannot be given back: " + e.getMessage(), e);
        }
    }

    private static @Nullable FileLock tried(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Another class loader of this JVM may hold the lock: Java refuses that instead of waiting. */
    private static void awaited(FileChannel channel) throws IOException {
        while (true) {
            try {
                channel.lock();
                return;
            } catch (OverlappingFileLockException e) {
                Thread.onSpinWait();
            }
        }
    }
}
