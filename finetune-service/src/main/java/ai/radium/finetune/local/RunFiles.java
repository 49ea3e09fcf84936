package ai.radium.finetune.local;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The runs' folders, each with its record in {@code run.json}, which is written last and deleted first. For their owner's eyes alone. */
final class RunFiles {
    private static final Pattern ID = Pattern.compile("\\w{1,100}");
    private static final String RECORD = "run.json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path home;
    private final ReentrantLock turns = new ReentrantLock(true);

    RunFiles(Path home) {
        this.home = home.toAbsolutePath();
    }

    /** Does something while nobody else, in this process or another, decides about these runs. */
    void alone(Deciding deciding) throws IOException {
        turns.lock();
        try {
            makeHome();
            try (FileChannel lock =
                    FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock.lock();
                deciding.run();
            }
        } finally {
            turns.unlock();
        }
    }

    /** What is done alone. */
    @FunctionalInterface
    interface Deciding {
        void run() throws IOException;
    }

    /** Writes a file's content. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    Path folder(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("no run's id: " + id);
        }
        return home.resolve(id);
    }

    Path makeFolder(String id) throws IOException {
        makeHome();
        return Files.createDirectories(folder(id));
    }

    Optional<LocalRun> find(String id) throws IOException {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(folder(id).resolve(RECORD)), LocalRun.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    List<LocalRun> all() throws IOException {
        List<LocalRun> all = new ArrayList<>();
        try (Stream<Path> folders = Files.list(home)) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                find(folder.getFileName().toString()).ifPresent(all::add);
            }
        }
        return all;
    }

    void write(LocalRun run) throws IOException {
        replace(folder(run.id()).resolve(RECORD), out -> out.write(JSON.writeValueAsBytes(run)));
    }

    /** The file is there whole and on the disk, or not at all. */
    static void replace(Path file, Content content) throws IOException {
        Path part = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part");
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    void delete(String id) throws IOException {
        Path folder = folder(id);
        Files.deleteIfExists(folder.resolve(RECORD));
        if (Files.exists(folder)) {
            Files.walkFileTree(folder, new Deletion());
        }
    }

    private void makeHome() throws IOException {
        if (!Files.isDirectory(home)) {
            Files.createDirectories(
                    home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
