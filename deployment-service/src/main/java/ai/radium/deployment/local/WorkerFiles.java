package ai.radium.deployment.local;

import ai.radium.deployment.runtime.CrashPoint;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The workers' records, {@code <deployment>-<n>.json} each, replaced as a whole. Held by one process at a time. */
final class WorkerFiles implements AutoCloseable {
    private static final String SUFFIX = ".json";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final Path home;
    private final FileChannel lockFile;

    /** @throws IllegalStateException when another process holds the directory */
    WorkerFiles(Path home) {
        this.home = home.toAbsolutePath();
        try {
            Files.createDirectories(home);
            lockFile = FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = lockFile.tryLock();
            if (lock == null) {
                throw new IllegalStateException(
                        "radium.deployment.local.home: another deployment-service runs the workers of " + this.home);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Worker> all() {
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .map(WorkerFiles::read)
                    .sorted(Comparator.comparing(Worker::deployment).thenComparingInt(Worker::index))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Worker> of(String deployment) {
        return all().stream()
                .filter(worker -> worker.deployment().equals(deployment))
                .toList();
    }

    void write(Worker worker, CrashPoint point) {
        Path file = home.resolve(worker.name() + SUFFIX);
        Path written = home.resolve(worker.name() + ".part");
        point.before();
        try {
            Files.write(written, JSON.writeValueAsBytes(worker));
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        point.after();
    }

    void delete(Worker worker) {
        CrashPoint.INTENT_DELETE.before();
        try {
            Files.deleteIfExists(home.resolve(worker.name() + SUFFIX));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CrashPoint.INTENT_DELETE.after();
    }

    /** Where the worker's output goes; kept after its end. */
    Path log(Worker worker) {
        return home.resolve(worker.name() + ".log");
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Worker read(Path file) {
        try {
            return JSON.readValue(file.toFile(), Worker.class);
        } catch (IOException e) {
            throw new UncheckedIOException("worker record cannot be read: " + file, e);
        }
    }
}
