package ai.radium.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The processes of this machine that its user may look into. */
public final class ProcessTable {
    private static final Path PROC = Path.of("/proc");

    private ProcessTable() {}

    /** The processes that have this entry, {@code NAME=value}, in the environment they were started with. */
    public static List<ProcessIdentity> withEnvironment(String entry) {
        try (Stream<Path> processes = Files.list(PROC)) {
            return processes
                    .filter(path -> path.getFileName().toString().chars().allMatch(Character::isDigit))
                    .filter(path -> hasEntry(path, entry))
                    .map(path -> Long.parseLong(path.getFileName().toString()))
                    .flatMap(pid -> ProcessIdentity.of(pid).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one of {@link #withEnvironment} that leads a process group: the others are its children. */
    public static Optional<ProcessIdentity> leaderWithEnvironment(String entry) {
        return withEnvironment(entry).stream()
                .filter(process -> Stat.of(process.pid())
                        .filter(stat -> stat.group() == process.pid())
                        .isPresent())
                .findFirst();
    }

    /** All that the process started and that still has it, or one of these, for a parent. */
    public static List<ProcessIdentity> descendants(ProcessIdentity process) {
        return process.handle().stream()
                .flatMap(ProcessHandle::descendants)
                .flatMap(child -> ProcessIdentity.of(child.pid()).stream())
                .toList();
    }

    /** False for processes that ended meanwhile or belong to others. */
    private static boolean hasEntry(Path process, String entry) {
        try {
            String environment = new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.UTF_8);
            return Arrays.asList(environment.split("\0", -1)).contains(entry);
        } catch (IOException e) {
            return false;
        }
    }
}
