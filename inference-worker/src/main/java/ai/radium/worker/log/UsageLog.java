package ai.radium.worker.log;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The engine's side of the bill: one JSON line per ended generation, appended before the client learns of the end. */
public final class UsageLog implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final OutputStream file;
    private final Optional<FileDescriptor> descriptor;

    private UsageLog(OutputStream file, Optional<FileDescriptor> descriptor) {
        this.file = file;
        this.descriptor = descriptor;
    }

    /** No path, no log. */
    public static UsageLog open(Optional<Path> path) throws IOException {
        if (path.isEmpty()) {
            return new UsageLog(OutputStream.nullOutputStream(), Optional.empty());
        }
        if (path.get().getParent() != null) {
            Files.createDirectories(path.get().getParent());
        }
        // Not a channel: an interrupt would close it, and cancelled generations are interrupted.
        FileOutputStream file = new FileOutputStream(path.get().toFile(), true);
        return new UsageLog(file, Optional.of(file.getFD()));
    }

    /** In the file, though not yet forced to the disk, when this returns. */
    public synchronized void append(Line line) {
        try {
            file.write((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the usage log cannot be written", e);
        }
    }

    /** Forces to the disk what was appended. */
    public synchronized void flush() throws IOException {
        if (descriptor.isPresent()) {
            descriptor.get().sync();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }

    /**
     * Tokens as the engine counted them.
     *
     * @param reason stop, length, tool_calls, embedded, cancelled, or an error's code
     */
    public record Line(
            String usageId,
            String requestId,
            String account,
            int promptTokens,
            int completionTokens,
            int cachedTokens,
            String reason) {}
}
