package ai.radium.devstack.supervisor;

import ai.radium.devstack.process.PrivateFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The logs of all processes. A full one is copied and truncated, because its writer keeps it open for appending. */
final class LogFiles {
    private static final long FULL_BYTES = 20L << 20;
    private static final int KEPT = 3;

    private final Path folder;

    LogFiles(Path folder) {
        this.folder = folder;
    }

    Path of(String name) {
        return PrivateFile.folder(folder).resolve(name + ".log");
    }

    void rotateFull() throws IOException {
        for (Path log : logs()) {
            if (Files.size(log) > FULL_BYTES) {
                rotate(log);
            }
        }
    }

    private List<Path> logs() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        }
    }

    private static void rotate(Path log) throws IOException {
        for (int age = KEPT - 1; age >= 1; age--) {
            Path older = Path.of(log + "." + age);
            if (Files.exists(older)) {
                Files.move(older, Path.of(log + "." + (age + 1)), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.copy(log, Path.of(log + ".1"), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }
}
