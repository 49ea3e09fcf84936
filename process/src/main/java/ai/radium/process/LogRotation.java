package ai.radium.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * How much of a log is kept. A full one is copied to {@code NAME.1} and emptied, because its writer keeps it open for
 * appending; lines that are written in between are lost.
 *
 * @param fullBytes at which a log is put away
 * @param copies how many old ones there may be, {@code NAME.1} the youngest
 * @param longest how long an old one is kept, from its last line
 */
public record LogRotation(long fullBytes, int copies, Duration longest) {
    /** 20 MiB, three old ones, two weeks. */
    public static final LogRotation STANDARD = new LogRotation(20L << 20, 3, Duration.ofDays(14));

    public LogRotation {
        if (fullBytes < 1 || copies < 0 || longest.isNegative()) {
            throw new IllegalArgumentException(
                    "no rotation: at %d bytes, %d copies, for %s".formatted(fullBytes, copies, longest));
        }
    }

    /** Puts full logs of the folder away and removes old copies whose time is over. The names end in one of the suffixes. */
    public void keepWithin(Path folder, List<String> suffixes, Instant now) throws IOException {
        for (Path file : files(folder)) {
            String name = file.getFileName().toString();
            if (suffixes.stream().anyMatch(name::endsWith)) {
                rotateIfFull(file);
            } else if (isCopy(name, suffixes) && isOlder(file, now)) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Whether nothing was written to it for longer than it is kept. */
    public boolean isOlder(Path file, Instant now) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().plus(longest).isBefore(now);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** {@code NAME.1} and so on of a log. */
    public static boolean isCopy(String name, List<String> suffixes) {
        String log = name.replaceFirst("\\.[0-9]{1,3}$", "");
        return !log.equals(name) && suffixes.stream().anyMatch(log::endsWith);
    }

    private void rotateIfFull(Path log) throws IOException {
        if (Files.notExists(log) || Files.size(log) <= fullBytes) {
            return;
        }
        Files.deleteIfExists(copy(log, copies));
        for (int age = copies - 1; age >= 1; age--) {
            if (Files.exists(copy(log, age))) {
                Files.move(copy(log, age), copy(log, age + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (copies > 0) {
            Files.copy(log, copy(log, 1), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        }
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }

    private static Path copy(Path log, int age) {
        return Path.of(log + "." + age);
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
