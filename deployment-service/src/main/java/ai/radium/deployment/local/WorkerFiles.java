package ai.radium.deployment.local;

import ai.radium.deployment.runtime.CrashPoint;
import ai.radium.process.LogRotation;
import ai.radium.process.ProcessIdentity;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The workers' records, {@code <deployment>-<n>.json} each, replaced as a whole, and what is beside them. Held by one
 * process at a time. Every file is its owner's alone.
 */
final class WorkerFiles implements AutoCloseable {
    private static final String SUFFIX = ".json";
    private static final String TOKEN = ".token";
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNERS_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final List<String> LOGS = List.of(".log", ".usage");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule()
                    .addSerializer(ProcessIdentity.class, new ProcessText())
                    .addDeserializer(ProcessIdentity.class, new TextProcess()))
            // An older version's record says in another way which process it is: that one is found by its launch.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final Path home;
    private final FileChannel lockFile;

    /** @throws IllegalStateException when another process holds the directory */
    WorkerFiles(Path home) {
        this.home = home.toAbsolutePath();
        try {
            Files.createDirectories(this.home, PosixFilePermissions.asFileAttribute(OWNERS_FOLDER));
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
        point.before();
        try {
            replace(file, home.resolve(worker.name() + ".part"), JSON.writeValueAsBytes(worker));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        point.after();
    }

    /** Written before the worker starts; gone with its record. */
    Path writeToken(Worker worker, String token) {
        Path file = home.resolve(worker.name() + TOKEN);
        try {
            replace(file, home.resolve(worker.name() + TOKEN + ".part"), token.getBytes(StandardCharsets.US_ASCII));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(Worker worker) {
        CrashPoint.INTENT_DELETE.before();
        try {
            Files.deleteIfExists(home.resolve(worker.name() + TOKEN));
            Files.deleteIfExists(home.resolve(worker.name() + SUFFIX));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CrashPoint.INTENT_DELETE.after();
    }

    /** Where the worker's output goes; kept until the deployment is deleted. */
    Path log(Worker worker) {
        return owned(home.resolve(worker.name() + ".log"));
    }

    /** Where the worker notes what its engine counted, for comparison with what was billed; kept as long as the log. */
    Path usage(Worker worker) {
        return owned(home.resolve(worker.name() + ".usage"));
    }

    /** Of all workers; goes also by age, from its last line, once there is no record of its worker. */
    void keepLogsWithin(LogRotation rotation, Instant now) throws IOException {
        rotation.keepWithin(home, LOGS, now);
        try (Stream<Path> all = Files.list(home)) {
            for (Path log : all.filter(WorkerFiles::isLogWithoutRecord).toList()) {
                if (rotation.isOlder(log, now)) {
                    Files.deleteIfExists(log);
                }
            }
        }
    }

    private static boolean isLogWithoutRecord(Path file) {
        String name = file.getFileName().toString();
        return LOGS.stream()
                .filter(name::endsWith)
                .anyMatch(suffix -> Files.notExists(
                        file.resolveSibling(name.substring(0, name.length() - suffix.length()) + SUFFIX)));
    }

    /** Removes whatever is there of the deployment. */
    void forget(String deployment) {
        Pattern own = Pattern.compile(Pattern.quote(deployment) + "-[0-9]+\\..*");
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.filter(
                            each -> own.matcher(each.getFileName().toString()).matches())
                    .toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void replace(Path file, Path written, byte[] content) throws IOException {
        Files.deleteIfExists(written);
        Files.createFile(written, PosixFilePermissions.asFileAttribute(OWNERS));
        Files.write(written, content);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Made before the worker opens it, which would let others read it; one of an older version is closed to them. */
    private static Path owned(Path file) {
        try {
            if (Files.exists(file)) {
                Files.setPosixFilePermissions(file, OWNERS);
            } else {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNERS));
            }
            return file;
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

    /** As one word. */
    private static final class ProcessText extends StdSerializer<ProcessIdentity> {
        private ProcessText() {
            super(ProcessIdentity.class);
        }

        @Override
        public void serialize(ProcessIdentity process, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeString(process.text());
        }
    }

    private static final class TextProcess extends FromStringDeserializer<ProcessIdentity> {
        private TextProcess() {
            super(ProcessIdentity.class);
        }

        @Override
        protected ProcessIdentity _deserialize(String text, DeserializationContext context) {
            return ProcessIdentity.parse(text);
        }
    }
}
